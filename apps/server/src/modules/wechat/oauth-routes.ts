import { createHash, randomBytes } from 'node:crypto';
import { WechatError, type WechatClient } from '@mashang/wechat';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { clientNetwork } from '../../platform/client-network.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { Refusal } from '../../platform/errors.ts';
import { countUse } from '../../platform/rate-limit.ts';
import { safeReturnPath } from './return-path.ts';

export interface OAuthDependencies {
  db: Db;
  clock: Clock;
  client: WechatClient;
  publicUrl: string;
  /** Gives the browser a session that knows this WeChat user. */
  signIn: (openId: string, reply: FastifyReply) => Promise<void>;
}

const stateLifeMs = 10 * 60 * 1000;
const browserCookie = 'mashang_oauth';

/** Every start leaves a row; wide, since thousands of phones share an address of a mobile network. */
export const startLimit = { name: 'oauth-start:address', windowSeconds: 60, max: 300 };

/**
 * Silent OAuth (snsapi_base): who is this WeChat user, without asking for anything. The state is
 * random, single-use, and bound to the browser it was given to.
 */
export function registerOAuthRoutes(app: FastifyInstance, dependencies: OAuthDependencies): void {
  const { db, clock, client, publicUrl } = dependencies;
  const visit = rememberBriefly(visitOnce);

  app.get('/wechat/oauth/start', async (request, reply) => {
    const { return: returnTo } = request.query as Record<string, unknown>;
    const returnPath = safeReturnPath(returnTo);
    reply.header('cache-control', 'no-store');
    if (!(await mayStart(dependencies, request.ip))) {
      return reply.redirect(withFailure(returnPath, 'failed'), 303);
    }
    const state = randomBytes(16).toString('hex');
    const shown = request.cookies[browserCookie];
    const browser = isOurToken(shown) ? shown : randomBytes(16).toString('hex');
    await db
      .insertInto('oauthState')
      .values({
        stateHash: sha256(state),
        browserHash: sha256(browser),
        returnPath,
        expiresAt: new Date(clock.now().getTime() + stateLifeMs),
      })
      .execute();
    return reply
      .setCookie(browserCookie, browser, {
        httpOnly: true,
        sameSite: 'lax',
        secure: publicUrl.startsWith('https:'),
        path: '/wechat/oauth',
        maxAge: stateLifeMs / 1000,
      })
      .redirect(client.authorizeUrl({ redirectUri: `${publicUrl}/wechat/oauth/callback`, state }));
  });

  app.get('/wechat/oauth/callback', async (request, reply) => {
    const { code, state } = request.query as Record<string, unknown>;
    const browser = request.cookies[browserCookie];
    reply.header('cache-control', 'no-store');
    if (typeof code !== 'string' || code.length > 512) return reply.redirect(failedHome, 303);
    if (!isOurToken(state) || !isOurToken(browser)) return reply.redirect(failedHome, 303);
    const { returnPath, openId, failure } = await visit({ code, state, browser });
    if (failure) request.log.warn({ failure }, 'WeChat OAuth failed');
    if (openId === null) return reply.redirect(returnPath, 303);
    await dependencies.signIn(openId, reply);
    return reply.redirect(returnPath, 303);
  });

  async function visitOnce(input: Visit): Promise<VisitResult> {
    const returnPath = await takeState(input);
    if (returnPath === null) return { returnPath: failedHome, openId: null, failure: 'state' };
    try {
      const { openId, isSnapshotUser } = await client.exchangeOAuthCode(input.code);
      if (!isSnapshotUser) return { returnPath, openId, failure: null };
      // A snapshot page shows a made-up identity; points on it would be lost.
      return { returnPath: withFailure(returnPath, 'snapshot'), openId: null, failure: 'snapshot' };
    } catch (error) {
      if (!(error instanceof WechatError)) throw error;
      const failure = `${error.endpoint} ${error.errcode}`;
      return { returnPath: withFailure(returnPath, 'failed'), openId: null, failure };
    }
  }

  /** The path remembered with the state; null when it is not this browser's, used up or expired. */
  async function takeState({ state, browser }: Visit): Promise<string | null> {
    const row = await db
      .deleteFrom('oauthState')
      .where('stateHash', '=', sha256(state))
      .where('browserHash', '=', sha256(browser))
      .where('expiresAt', '>', clock.now())
      .returning('returnPath')
      .executeTakeFirst();
    return row?.returnPath ?? null;
  }
}

async function mayStart(
  { db, clock }: Pick<OAuthDependencies, 'db' | 'clock'>,
  address: string,
): Promise<boolean> {
  try {
    await countUse(db, startLimit, clientNetwork(address), clock.now());
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

const failedHome = '/?wechat=failed';

/** Whether a text can be a state or a browser mark of ours at all. */
function isOurToken(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{32}$/.test(text);
}

interface Visit {
  code: string;
  state: string;
  browser: string;
}

interface VisitResult {
  returnPath: string;
  openId: string | null;
  /** For the log. */
  failure: string | null;
}

function withFailure(path: string, reason: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}wechat=${reason}`;
}

const rememberMs = 60_000;

/**
 * State and code work once, but some phones call back twice with the same ones: the second call of
 * the same browser gets the result of the first.
 */
function rememberBriefly(run: (visit: Visit) => Promise<VisitResult>) {
  const results = new Map<string, Promise<VisitResult>>();
  return (visit: Visit): Promise<VisitResult> => {
    const key = JSON.stringify([visit.browser, visit.state, visit.code]);
    const known = results.get(key);
    if (known) return known;
    const result = run(visit);
    results.set(key, result);
    setTimeout(() => results.delete(key), rememberMs).unref();
    // Made-up states are not worth the memory; a database that was away may be asked again.
    result.then(
      ({ failure }) => failure === 'state' && results.delete(key),
      () => results.delete(key),
    );
    return result;
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
