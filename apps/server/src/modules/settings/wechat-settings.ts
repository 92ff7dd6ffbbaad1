import { createHash } from 'node:crypto';
import type { Db } from '../../platform/database.ts';
import { readStoredSettings } from './setting-store.ts';
import type { WechatSettings } from './setting-values.ts';

/** Where the account that is in force since the start came from. */
export interface WechatInForce {
  source: 'environment' | 'settings' | 'none';
  /** Of the settings that are in force; null when they are not. */
  fingerprint: string | null;
}

/**
 * The account head office has filled in completely, for the start of the server; undefined when
 * something is missing. The environment goes before it.
 */
export async function readWechatSettings(
  db: Db,
  masterKey: Buffer,
): Promise<{ account: WechatSettings; fingerprint: string } | undefined> {
  const { wechat: account } = await readStoredSettings(db, masterKey);
  const fingerprint = fingerprintOf(account);
  return fingerprint === null ? undefined : { account, fingerprint };
}

/** The same account is the same fingerprint; null for one that is not complete. */
export function fingerprintOf(account: WechatSettings): string | null {
  const { appId, originalId, accountName, appSecret, token, encodingAesKey } = account;
  const needed = [appId, originalId, appSecret, token, encodingAesKey];
  if (needed.includes('')) return null;
  return createHash('sha256')
    .update(JSON.stringify([...needed, accountName]))
    .digest('hex');
}
