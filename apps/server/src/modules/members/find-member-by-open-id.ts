import type { Db } from '../../platform/database.ts';

/** The member a WeChat user is bound to, or null. */
export async function findMemberByOpenId(
  db: Db,
  appId: string,
  openId: string,
): Promise<number | null> {
  const row = await db
    .selectFrom('memberIdentity')
    .select('memberId')
    .where('appId', '=', appId)
    .where('openId', '=', openId)
    .executeTakeFirst();
  return row?.memberId ?? null;
}
