import { createHash } from 'node:crypto';
import type { Db } from '../../../platform/database.ts';
import type { OAuthFailure } from './come-back.ts';

/** A browser that is sent to the platform, and comes back with a code. */
export interface Visit {
  state: string;
  /** The mark in the browser's cookie: a state is worth nothing in another browser. */
  browser: string;
  code: string;
}

/** Unfinished: another request of the same browser is asking the platform just now. */
export interface FormerVisit {
  returnPath: string;
  openId: string | null;
  failure: OAuthFailure | null;
  finishedAt: Date | null;
}

export const stateLifeMs = 10 * 60_000;

/** How long the result of a visit is told again to the browser that made it. */
const toldAgainMs = 60_000;

export async function rememberState(
  db: Db,
  start: { state: string; browser: string; appId: string; returnPath: string; now: Date },
): Promise<void> {
  const { state, browser, appId, returnPath, now } = start;
  await db
    .insertInto('oauthState')
    .values({
      stateHash: sha256(state),
      browserHash: sha256(browser),
      appId,
      returnPath,
      expiresAt: new Date(now.getTime() + stateLifeMs),
    })
    .execute();
}

/**
 * The path remembered with the state, for the one request that may spend the code; null when the state
 * is not this browser's, of another account, spent or expired.
 */
export async function takeState(
  db: Db,
  visit: Visit,
  { appId, now }: { appId: string; now: Date },
): Promise<string | null> {
  const taken = await db
    .updateTable('oauthState')
    .set({ codeHash: sha256(visit.code) })
    .where('stateHash', '=', sha256(visit.state))
    .where('browserHash', '=', sha256(visit.browser))
    .where('appId', '=', appId)
    .where('codeHash', 'is', null)
    .where('expiresAt', '>', now)
    .returning('returnPath')
    .executeTakeFirst();
  return taken?.returnPath ?? null;
}

export async function finishState(
  db: Db,
  visit: Visit,
  result: { openId: string | null; failure: OAuthFailure | null; now: Date },
): Promise<void> {
  const { openId, failure, now } = result;
  await db
    .updateTable('oauthState')
    .set({ openId, failure, finishedAt: now })
    .where('stateHash', '=', sha256(visit.state))
    .execute();
}

/** The same visit, by the same browser with the same state and code, a moment ago; null otherwise. */
export async function findFormerVisit(
  db: Db,
  visit: Visit,
  { appId, now }: { appId: string; now: Date },
): Promise<FormerVisit | null> {
  const row = await db
    .selectFrom('oauthState')
    .select(['returnPath', 'openId', 'failure', 'finishedAt'])
    .where('stateHash', '=', sha256(visit.state))
    .where('browserHash', '=', sha256(visit.browser))
    .where('codeHash', '=', sha256(visit.code))
    .where('appId', '=', appId)
    .executeTakeFirst();
  if (!row) return null;
  const { finishedAt, failure } = row;
  if (finishedAt && now.getTime() - finishedAt.getTime() > toldAgainMs) return null;
  return { ...row, failure: failure as OAuthFailure | null };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
