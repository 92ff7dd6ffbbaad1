import { randomBytes } from 'node:crypto';
import { WechatError } from '@mashang/wechat';
import { cleanLine } from '../../../platform/clean-text.ts';
import type { Db } from '../../../platform/database.ts';
import { countUse } from '../../../platform/rate-limit.ts';
import type { Language } from '../../../texts.ts';
import type { AccountInForce, WechatAccounts } from '../account/create-accounts.ts';
import { noAccount, refusedByWechat } from '../errors.ts';
import { posterNameEmpty } from './errors.ts';

export interface PosterInput {
  name: string;
  note: string;
  /** Null: permanent; otherwise 30 at most. */
  days: number | null;
  staffId: number;
  now: Date;
  language: Language;
}

const daySeconds = 86_400;

/**
 * An account has 100 000 permanent QRs, for ever: one clerk, or one stolen session, must not use them
 * up, nor the day's temporary ones that people sign in by.
 */
export const posterLimit = { name: 'poster:staff', windowSeconds: daySeconds, max: 500 };

/**
 * A new QR of the account in force. WeChat is asked first: a QR that is then not written down was
 * never printed. Throws bad_request, too_many_requests, wechat_unavailable.
 *
 * @returns its id
 */
export async function createPoster(
  { db, accounts }: { db: Db; accounts: Pick<WechatAccounts, 'current'> },
  input: PosterInput,
): Promise<number> {
  const { days, staffId, now, language } = input;
  const name = cleanLine(input.name);
  if (name === '') throw posterNameEmpty();
  const inForce = await accounts.current();
  if (!inForce) throw noAccount(language);
  await countUse(db, posterLimit, String(staffId), now);
  const scene = newScene();
  const expireSeconds = days === null ? null : days * daySeconds;
  const url = await makeQr(inForce, { scene, expireSeconds, language });
  const { posterId } = await db
    .insertInto('wechatPoster')
    .values({
      appId: inForce.account.appId,
      scene,
      name,
      note: cleanLine(input.note),
      isPermanent: days === null,
      expiresAt: expireSeconds === null ? null : new Date(now.getTime() + expireSeconds * 1000),
      url,
      createdAt: now,
      createdBy: staffId,
    })
    .returning('posterId')
    .executeTakeFirstOrThrow();
  return posterId;
}

async function makeQr(
  { client }: AccountInForce,
  qr: { scene: string; expireSeconds: number | null; language: Language },
): Promise<string> {
  const { language, ...rest } = qr;
  try {
    return (await client.createQr(rest)).url;
  } catch (error) {
    throw error instanceof WechatError ? refusedByWechat(error, language) : error;
  }
}

const base32 = '0123456789abcdefghjkmnpqrstvwxyz';

/** The letter tells posters from sign-ins; the rest, 100 bits, that nobody can make one up. */
function newScene(): string {
  return `p${Array.from(randomBytes(20), (byte) => base32[byte % 32]).join('')}`;
}
