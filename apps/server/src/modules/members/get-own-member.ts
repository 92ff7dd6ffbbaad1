import type { MemberKind, OwnMember } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';

/** What a member sees of their own record. */
export async function getOwnMember(
  db: Db,
  memberId: number,
  readBalance: (db: Db, memberId: number) => Promise<number>,
): Promise<OwnMember> {
  const { kind, ...member } = await db
    .selectFrom('member')
    .select(['name', 'kind', 'regionCode', 'mobileMasked'])
    .where('memberId', '=', memberId)
    .executeTakeFirstOrThrow();
  return { ...member, kind: kind as MemberKind, balance: await readBalance(db, memberId) };
}
