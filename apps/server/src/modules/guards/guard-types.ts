import type { AlarmKind, Settings } from '@mashang/contract';
import type { AlarmDetails } from '../../texts-alarms.ts';

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

/** Something head office should look at. Becomes an alarm only after the commit. */
export interface GuardSignal {
  kind: AlarmKind;
  /** What it is about: `member:12`, `code:7-3`, `campaign:5`, `address:203.0.113.7`. */
  subject: string;
  memberId?: number;
  codeId?: bigint;
  campaignId?: number;
  /** How often it happened; once when absent. */
  times?: number;
  details: AlarmDetails;
}
