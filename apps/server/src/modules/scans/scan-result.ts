import type { ScanChannel, UnknownReason } from '@mashang/contract';
import type { ScannedText } from '../codes/index.ts';
import type { AwardExplanation } from '../points/index.ts';
import type { CodeKnowledge } from './log/index.ts';

/** Which way a scan came, and from where. */
export interface ScanOrigin {
  channel: Exclude<ScanChannel, 'check'>;
  /** Of the client; null in the chat, where only WeChat is seen. */
  address: string | null;
  device: string | null;
  openId: string | null;
}

/** One scan by a known member. */
export interface Scan {
  memberId: number;
  /** What the scanner read or the person typed. */
  text: string;
  scanType: 'qrcode' | 'barcode' | 'typed';
  /** UUID of this attempt; a retry with the same one gets the same answer. */
  attemptId: string;
  origin: ScanOrigin;
}

/** A scan whose text was read, before the database was asked. */
export type ReadScan = Scan & {
  scanned: ScannedText;
  /** GB/T 2260 of the address; null when not known. */
  province: string | null;
};

/** Of a code of ours it is also told whether it is genuine. */
interface Genuine {
  knowledge: CodeKnowledge;
}

/** What came of a scan, before it is put into words. */
export type ScanResult =
  | ({
      outcome: 'awarded' | 'alreadyYours';
      points: number;
      balance: number;
      productName: string;
      claimedAt: Date;
      /** Why so many; null for an entry nobody finds. */
      explanation: AwardExplanation | null;
    } & Genuine)
  | ({ outcome: 'claimedByAnother'; productName: string; claimedAt: Date } & Genuine)
  | ({ outcome: 'notActivated' | 'frozen' | 'void'; productName: string | null } & Genuine)
  | { outcome: 'unknownCode'; reason: UnknownReason; wrongCodesLeft: number }
  | { outcome: 'lockedOut'; until: Date }
  | { outcome: 'memberFrozen' }
  | { outcome: 'blocked'; until: Date | null }
  | { outcome: 'dailyLimit'; limit: number; until: Date }
  // Not an answer: carries a bug out of a batch to the one caller it belongs to.
  | { outcome: 'failed'; error: unknown };

/** What a caller is told. */
export type ScanAnswer = Exclude<ScanResult, { outcome: 'failed' }>;
