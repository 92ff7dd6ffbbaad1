import type { Db } from '../../platform/database.ts';

/** The WeChat user of one account that is this member; null when none is bound. */
export async function findOpenId(
  db: Db,
  input: { appId: string; memberId: number },
): Promise<string | null> {
  const identity = await db
    .selectFrom('memberIdentity')
    .select('openId')
    .where('memberId', '=', input.memberId)
    .where('appId', '=', input.appId)
    .executeTakeFirst();
  return identity?.openId ?? null;
}
