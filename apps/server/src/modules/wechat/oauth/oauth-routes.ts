import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { clientNetwork } from '../../../platform/client-network.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import { Refusal } from '../../../platform/errors.ts';
import { countUse } from '../../../platform/rate-limit.ts';
import type { WechatAccounts } from '../account/create-accounts.ts';
import { createAccountFacts } from '../followers/account-facts.ts';
import { failedHome, withFailure } from './come-back.ts';
import { finishVisit } from './finish-visit.ts';
import { rememberState, stateLifeMs } from './oauth-states.ts';
import { safeReturnPath } from './return-path.ts';

export interface OAuthDependencies {
  db: Db;
  clock: Clock;
  accounts: Pick<WechatAccounts, 'current'>;
  publicUrl: string;
  /** Gives the browser a session that knows this WeChat user. */
  signIn: (user: { appId: string; openId: string }, reply: FastifyReply) => Promise<void>;
}

const browserCookie = 'mashang_oauth';

/** Every start leaves a row; wide, since thousands of phones share an address of a mobile network. */
export const startLimit = { name: 'oauth-start:address', windowSeconds: 60, max: 300 };

/**
 * Silent OAuth (snsapi_base): who is this WeChat user, without asking for anything. The state is
 * random, single-use, and bound to the browser it was given to and to the account in force.
 */
export function registerOAuthRoutes(app: FastifyInstance, dependencies: OAuthDependencies): void {
  const { db, clock, accounts, publicUrl } = dependencies;
  const facts = createAccountFacts({
    ...{ db, clock },
    onError: (error) => app.log.error({ err: error }, 'facts of the WeChat account'),
  });
  app.addHook('onClose', () => facts.idle());

  app.get('/wechat/oauth/start', async (request, reply) => {
    const { return: returnTo } = request.query as Record<string, unknown>;
    const returnPath = safeReturnPath(returnTo);
    reply.header('cache-control', 'no-store');
    const inForce = await accounts.current();
    if (!inForce || !(await mayStart(dependencies, request.ip))) {
      return reply.redirect(withFailure(returnPath, 'failed'), 303);
    }
    const { account, client } = inForce;
    const state = randomBytes(16).toString('hex');
    const shown = request.cookies[browserCookie];
    const browser = isOurToken(shown) ? shown : randomBytes(16).toString('hex');
    const { appId } = account;
    await rememberState(db, { state, browser, appId, returnPath, now: clock.now() });
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
    if (typeof code !== 'string' || code === '' || code.length > 512) {
      return reply.redirect(failedHome, 303);
    }
    if (!isOurToken(state) || !isOurToken(browser)) return reply.redirect(failedHome, 303);
    const { returnPath, user, failure } = await finishVisit(dependencies, { code, state, browser });
    if (failure) request.log.warn({ failure }, 'WeChat OAuth failed');
    if (user) {
      await dependencies.signIn(user, reply);
      facts.noteSignIn(user.appId);
    }
    // Without code and state in the address: a reload or a shared link repeats nothing.
    return reply.redirect(returnPath, 303);
  });
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

/** Whether a text can be a state or a browser mark of ours at all. */
function isOurToken(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{32}$/.test(text);
}
