import type { MemberKind, OwnMember } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';

export interface OwnMemberReaders {
  readBalance: (db: Db, memberId: number) => Promise<number>;
  /** Notices the member has not opened yet. */
  countUnread: (db: Db, memberId: number) => Promise<number>;
}

/** What a member sees of their own record. */
export async function getOwnMember(
  db: Db,
  memberId: number,
  { readBalance, countUnread }: OwnMemberReaders,
): Promise<OwnMember> {
  const { kind, passwordHash, ...member } = await db
    .selectFrom('member')
    .select(['name', 'kind', 'shopName', 'regionCode', 'mobileMasked', 'passwordHash'])
    .where('memberId', '=', memberId)
    .executeTakeFirstOrThrow();
  return {
    ...member,
    kind: kind as MemberKind,
    hasPassword: passwordHash !== null,
    balance: await readBalance(db, memberId),
    unreadNotices: await countUnread(db, memberId),
  };
}
