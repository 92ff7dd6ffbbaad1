import type { AlarmKind, Settings } from '@mashang/contract';

/** When somebody has to wait, when head office is told: what head office may set. */
export type GuardLimits = Omit<Settings['guards'], 'version'>;

/** What wrong codes are counted by beside the member. */
export type SubjectKind = 'openId' | 'address' | 'device';

/** Where a scan came from. The address as the connection shows it, not yet a network. */
export interface ScanOrigin {
  openId: string | null;
  address: string | null;
  device: string | null;
}

/** What the words of an alarm are made of; each kind uses what it knows. */
export interface AlarmDetails {
  /** memberLocked: too many in the day, in a row, or texts that are no codes. */
  reason?: 'day' | 'row' | 'odd';
  /** Wrong codes, or codes earned. */
  count?: number;
  limit?: number;
  /** ISO 8601. */
  until?: string;
  memberKind?: 'consumer' | 'chef';
  /** subjectLocked. */
  subjectKind?: SubjectKind;
  subject?: string;
  /** impossibleTravel: GB/T 2260 codes of provinces. */
  from?: string;
  to?: string;
  kilometres?: number;
  minutes?: number;
  /** suspiciousCode, within thirty days. */
  people?: number;
  provinces?: number;
  productName?: string;
  /** budgetSpent. */
  campaignName?: string;
  budgetPoints?: number;
}

/** Something head office should look at. Becomes an alarm only after the commit. */
export interface GuardSignal {
  kind: AlarmKind;
  /** What it is about: `member:12`, `code:7-3`, `campaign:5`, `address:203.0.113.7`. */
  subject: string;
  memberId?: number;
  codeId?: bigint;
  campaignId?: number;
  details: AlarmDetails;
}
