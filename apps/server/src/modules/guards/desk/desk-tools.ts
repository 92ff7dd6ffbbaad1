import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import type { GuardBook } from '../create-guard-book.ts';

/** What the lists show of others' data; handed in by routes.ts. */
export interface GuardDeskTools {
  /** An unknown id is absent. */
  describeMembers: (
    db: Db,
    memberIds: number[],
  ) => Promise<Map<number, { name: string; mobileMasked: string }>>;
  readStaffNames: (db: Db, staffIds: Iterable<number>) => Promise<Map<number, string>>;
  /** `batchId-serial`. */
  codeRefOf: (codeId: bigint) => string;
}

export interface GuardRouteDependencies extends GuardDeskTools {
  db: Db;
  clock: Clock;
  guardBook: GuardBook;
}

/** A member without a name is called by number. */
export function nameOf(
  members: Map<number, { name: string }>,
  memberId: number,
  language: 'zh' | 'en' = 'zh',
): string {
  return (
    members.get(memberId)?.name || (language === 'zh' ? `会员 ${memberId}` : `Member ${memberId}`)
  );
}
