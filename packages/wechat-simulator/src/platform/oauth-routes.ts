import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { nowMs } from '../context.ts';
import { currentUser } from '../phone/phone-user.ts';
import { createUser } from '../state-store.ts';
import { doubleCallbackPage, errorPage } from './error-page.ts';
import { issueOAuthCode, redeemOAuthCode } from './oauth-codes.ts';
import { PlatformError } from './platform-error.ts';
import { countCall } from './quotas.ts';
import { checkAccount, pathOf, speakLikeThePlatform } from './speak-like-the-platform.ts';
import type { Query } from './speak-like-the-platform.ts';

const stateBytesMax = 128;

/** Web authorisation: the page of open.weixin.qq.com and the exchange of api.weixin.qq.com. */
export async function registerOAuthRoutes(app: FastifyInstance, context: Context): Promise<void> {
  app.get<{ Querystring: Query }>('/connect/oauth2/authorize', (request, reply) => {
    const problem = findProblem(context, request);
    if (problem) return reply.code(200).type('text/html; charset=utf-8').send(errorPage(problem));
    return redirectWithCode(context, request, reply);
  });
  await app.register(async (api) => {
    speakLikeThePlatform(api, context);
    api.get<{ Querystring: Query }>('/sns/oauth2/access_token', (request) => {
      checkAccount(context, request.query['appid'], request.query['secret']);
      countCall(context, pathOf(request));
      return exchangeCode(context, request.query);
    });
  });
}

/** True when the host of `url` is registered: exact host, a port only where one was registered. */
export function isWebDomain(context: Context, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { host, hostname, protocol } = new URL(url);
  const domains = context.settings.webDomains;
  return /^https?:$/.test(protocol) && (domains.includes(host) || domains.includes(hostname));
}

function findProblem(
  context: Context,
  request: FastifyRequest<{ Querystring: Query }>,
): string | null {
  const { query } = request;
  if (!isInsideWechat(request)) return '请在微信客户端打开链接';
  if (query['appid'] !== context.options.appId) return 'AppID 参数错误（10013）';
  if (query['response_type'] !== 'code') return 'response_type 参数错误（10004）';
  if (query['scope'] !== 'snsapi_base') return 'Scope 参数错误或没有 Scope 权限（10005）';
  if (Buffer.byteLength(query['state'] ?? '') > stateBytesMax) return 'state 参数过长（10006）';
  if (!isWebDomain(context, query['redirect_uri'] ?? '')) {
    return 'redirect_uri 域名与后台配置不一致（10003）';
  }
  return null;
}

/**
 * The phone shows pages in a frame; an ordinary tab is a browser outside WeChat. Clients that do
 * not say (tests, curl) and those that call themselves MicroMessenger are let in.
 */
function isInsideWechat(request: FastifyRequest): boolean {
  const destination = request.headers['sec-fetch-dest'];
  return destination !== 'document' || /MicroMessenger/i.test(request.headers['user-agent'] ?? '');
}

function redirectWithCode(
  context: Context,
  request: FastifyRequest<{ Querystring: Query }>,
  reply: FastifyReply,
): FastifyReply {
  const user = currentUser(context, request, reply);
  const target = new URL(request.query['redirect_uri'] ?? '');
  target.searchParams.set('code', issueOAuthCode(context.codes, user.id, nowMs(context)));
  target.searchParams.set('state', request.query['state'] ?? '');
  reply.header('cache-control', 'no-store');
  if (!context.settings.doubleCallback) return reply.redirect(target.href, 302);
  return reply.type('text/html; charset=utf-8').send(doubleCallbackPage(target.href));
}

function exchangeCode(context: Context, query: Query): Record<string, unknown> {
  if (query['grant_type'] !== 'authorization_code') {
    throw new PlatformError(40002, 'invalid grant_type');
  }
  const userId = redeemOAuthCode(context.codes, query['code'], nowMs(context));
  const user = context.state.users.find((known) => known.id === userId);
  if (!user) throw new PlatformError(40029, 'invalid code');
  const virtual = createUser(context.options.appId, `snapshot-${user.id}`, '', false);
  return {
    access_token: randomBytes(60).toString('base64url'),
    expires_in: 7200,
    refresh_token: randomBytes(60).toString('base64url'),
    openid: user.snapshot ? virtual.openId : user.openId,
    scope: 'snsapi_base',
    ...(user.snapshot ? { is_snapshotuser: 1 } : {}),
  };
}
