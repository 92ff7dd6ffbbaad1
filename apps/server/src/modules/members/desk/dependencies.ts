import type { MemberKind, Notice } from '@mashang/contract';
import type { Clock } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database.ts';
import type { AddJob } from '../../../platform/jobs.ts';

interface BalanceRange {
  /** Both inclusive. */
  min?: number | undefined;
  max?: number | undefined;
}

/** What head office's list asks of the points module. */
export interface BalanceLookups {
  /** A member without an account is absent. */
  readBalances: (
    db: Db,
    memberIds: number[],
  ) => Promise<Map<number, { balance: number; earned: number; spent: number }>>;
  filterByBalance: (db: Db, memberIds: number[], range: BalanceRange) => Promise<Set<number>>;
  /** The fullest first, equal ones by descending member. */
  listAccountsByBalance: (
    db: Db,
    query: BalanceRange & { after?: { balance: number; memberId: number }; limit: number },
  ) => Promise<{ memberId: number; balance: number }[]>;
}

/** What the member is told of a clerk's decision. */
export interface DeskNotice {
  memberId: number;
  /** Once for one thing that happened. */
  subject: string;
  kind: Extract<Notice['kind'], 'pointsAdjusted' | 'accountFrozen' | 'accountThawed'>;
  details: { reason?: string; points?: number; balanceAfter?: number };
  createdAt: Date;
}

type AdjustPoints = (
  tx: Tx,
  adjustment: {
    memberId: number;
    points: number;
    attemptId: string;
    reason: string;
    staffId: number;
    regionCode: string | null;
    memberKind: MemberKind;
  },
  createdAt: Date,
) => Promise<
  | { outcome: 'adjusted'; balanceAfter: number }
  | { outcome: 'repeated' }
  | { outcome: 'short'; balance: number }
>;

export interface MemberDeskDependencies extends BalanceLookups {
  db: Db;
  clock: Clock;
  masterKey: Buffer;
  addJob: AddJob;
  /** Opens the points account, in the transaction that makes the member. */
  onMemberCreated: (tx: Tx, memberId: number) => Promise<void>;
  adjustPoints: AdjustPoints;
  notify: (tx: Tx, notice: DeskNotice) => Promise<void>;
  readStaffNames: (db: Db, staffIds: number[]) => Promise<Map<number, string>>;
}
