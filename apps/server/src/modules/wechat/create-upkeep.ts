import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { WechatAccounts } from './account/create-accounts.ts';
import { purgeWechatMessages } from './callback/purge-wechat-messages.ts';
import { purgeOAuthStates } from './oauth/purge-oauth-states.ts';

/**
 * What is done every minute, in every process: answered messages and spent states are forgotten, tokens
 * and tickets fetched before their end, so that nobody waits for one; the lease lets one process fetch.
 */
export function createWechatUpkeep(dependencies: {
  db: Db;
  clock: Clock;
  accounts: Pick<WechatAccounts, 'current'>;
}): () => Promise<void> {
  const { db, clock, accounts } = dependencies;
  return async () => {
    const now = clock.now();
    await purgeWechatMessages(db, now);
    await purgeOAuthStates(db, now);
    const inForce = await accounts.current();
    await inForce?.client.keepFresh();
  };
}
