import type { Db } from '../../platform/database.ts';

/** The WeChat user of one account that is this member: one, or none. */
export async function findOpenIds(
  db: Db,
  input: { appId: string; memberId: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('memberIdentity')
    .select('openId')
    .where('memberId', '=', input.memberId)
    .where('appId', '=', input.appId)
    .execute();
  return rows.map(({ openId }) => openId);
}
