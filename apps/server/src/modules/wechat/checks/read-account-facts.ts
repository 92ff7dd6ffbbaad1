import type { Selectable } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import type { WechatAccountFact } from '../../../platform/schema.ts';

/** What is remembered of the platform's calls; all null before the first. */
export async function readAccountFacts(
  db: Db,
  appId: string,
): Promise<Omit<Selectable<WechatAccountFact>, 'appId'>> {
  const row = await db
    .selectFrom('wechatAccountFact')
    .select(['lastPushAt', 'lastRefusalAt', 'lastRefusalReason', 'lastSignInAt'])
    .where('appId', '=', appId)
    .executeTakeFirst();
  return (
    row ?? { lastPushAt: null, lastRefusalAt: null, lastRefusalReason: null, lastSignInAt: null }
  );
}
