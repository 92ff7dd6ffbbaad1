import type { UnknownReason } from '@mashang/contract';

/** What came of a scan, before it is put into words. */
export type ScanResult =
  | {
      outcome: 'awarded' | 'alreadyYours';
      points: number;
      balance: number;
      productName: string;
      claimedAt: Date;
    }
  | { outcome: 'claimedByAnother'; productName: string; claimedAt: Date }
  | { outcome: 'notActivated' | 'frozen' | 'void'; productName: string | null }
  | { outcome: 'unknownCode'; reason: UnknownReason; wrongCodesLeft: number }
  | { outcome: 'lockedOut'; until: Date }
  | { outcome: 'memberFrozen' }
  // Not an answer: carries a bug out of a batch to the one caller it belongs to.
  | { outcome: 'failed'; error: unknown };
