import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { changed } from '../phone/phone-actions.ts';
import { checkAccessToken, issuePlainToken, issueStableToken, issueTicket } from './credentials.ts';
import { registerCustomerServiceRoutes } from './customer-service-routes.ts';
import { takeFault } from './faults.ts';
import { readMenu } from './menu-rules.ts';
import { errorBody, PlatformError } from './platform-error.ts';
import { bodyText, isText, readJson } from './read-body.ts';

type Query = Record<string, string | undefined>;

/** The part of api.weixin.qq.com this product uses. Every answer is HTTP 200, refusals too. */
export async function registerApiRoutes(app: FastifyInstance, context: Context): Promise<void> {
  await app.register(async (api) => {
    speakLikeThePlatform(api, context);
    registerCredentialRoutes(api, context);
    registerMenuRoutes(api, context);
    registerCustomerServiceRoutes(api, context);
  });
}

/** Faults, refusals as HTTP 200, and bodies read as text whatever their content type says. */
export function speakLikeThePlatform(api: FastifyInstance, context: Context): void {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  api.addHook('preHandler', (request, reply) => applyFault(context, request, reply));
  api.setErrorHandler((error, _request, reply) => {
    if (error instanceof PlatformError) return reply.code(200).send(errorBody(error));
    return reply.code(200).send(errorBody(new PlatformError(-1, 'system error')));
  });
}

/** Throws 41002, 40013, 41004 or 40125 unless the caller is the account. */
export function checkAccount(context: Context, appId: unknown, secret: unknown): void {
  if (!isText(appId)) throw new PlatformError(41002, 'appid missing');
  if (appId !== context.options.appId) throw new PlatformError(40013, 'invalid appid');
  if (!isText(secret)) throw new PlatformError(41004, 'appsecret missing');
  if (secret !== context.options.appSecret) throw new PlatformError(40125, 'invalid appsecret');
}

function registerCredentialRoutes(api: FastifyInstance, context: Context): void {
  api.post('/cgi-bin/stable_token', (request) => {
    const input = readJson(request.body);
    checkGrant(input['grant_type']);
    checkAccount(context, input['appid'], input['secret']);
    return issueStableToken(context, input['force_refresh'] === true);
  });
  api.get<{ Querystring: Query }>('/cgi-bin/token', (request) => {
    checkGrant(request.query['grant_type']);
    checkAccount(context, request.query['appid'], request.query['secret']);
    return issuePlainToken(context);
  });
  api.get<{ Querystring: Query }>('/cgi-bin/ticket/getticket', (request) => {
    checkAccessToken(context, request.query['access_token']);
    if (request.query['type'] !== 'jsapi') throw new PlatformError(40097, 'invalid args');
    return { errcode: 0, errmsg: 'ok', ...issueTicket(context) };
  });
}

function registerMenuRoutes(api: FastifyInstance, context: Context): void {
  const done = { errcode: 0, errmsg: 'ok' };
  api.post<{ Querystring: Query }>('/cgi-bin/menu/create', (request) => {
    checkAccessToken(context, request.query['access_token']);
    context.state.menu = readMenu(bodyText(request.body));
    context.state.menuId = 400_000_000 + Math.floor(context.options.now().getTime() / 1000);
    changed(context);
    return done;
  });
  api.get<{ Querystring: Query }>('/cgi-bin/menu/get', (request) => {
    checkAccessToken(context, request.query['access_token']);
    if (!context.state.menu) throw new PlatformError(46003, 'menu no exist');
    return { menu: { ...context.state.menu, menuid: context.state.menuId } };
  });
  api.get<{ Querystring: Query }>('/cgi-bin/menu/delete', (request) => {
    checkAccessToken(context, request.query['access_token']);
    context.state.menu = null;
    changed(context);
    return done;
  });
}

async function applyFault(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const path = request.url.split('?', 1)[0] ?? '';
  const fault = takeFault(context.faults, path);
  if (!fault) return undefined;
  if (fault.delayMs) await sleep(fault.delayMs, undefined, { signal: context.closing.signal });
  if (fault.drop) {
    reply.hijack();
    request.raw.destroy();
    return reply;
  }
  if (fault.errcode !== undefined) {
    throw new PlatformError(fault.errcode, fault.errmsg ?? 'planned fault');
  }
  return fault.body === undefined ? undefined : reply.type('text/html').send(fault.body);
}

function checkGrant(grantType: unknown): void {
  if (grantType !== 'client_credential') throw new PlatformError(40002, 'invalid grant_type');
}
