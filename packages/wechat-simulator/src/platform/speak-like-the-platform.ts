import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import {
  checkAccessToken,
  expireAccessTokens,
  expireTicket,
  revokeAccessTokens,
} from './credentials.ts';
import { noteFault, recordCalls } from './call-records.ts';
import type { PlannedFault } from './faults.ts';
import { takeFault } from './faults.ts';
import { isAllowedAddress, plainAddress } from './ip-whitelist.ts';
import { errorBody, PlatformError } from './platform-error.ts';
import { countCall } from './quotas.ts';
import { isText } from './read-body.ts';

export type Query = Record<string, string | undefined>;

/** Faults, refusals as HTTP 200, and bodies read as text whatever their content type says. */
export function speakLikeThePlatform(api: FastifyInstance, context: Context): void {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  recordCalls(api, context);
  api.addHook('preHandler', (request, reply) => applyFault(context, request, reply));
  api.setErrorHandler((error, _request, reply) => {
    if (error instanceof PlatformError) return reply.code(200).send(errorBody(error));
    return reply.code(200).send(errorBody(new PlatformError(-1, 'system error')));
  });
}

/** Throws 41001, 40014, 42001, 40001, 45009 or 45011 unless this call may be made now. */
export function authorize(context: Context, request: FastifyRequest<{ Querystring: Query }>): void {
  checkAccessToken(context, request.query['access_token']);
  countCall(context, pathOf(request));
}

/** Throws 41002, 40013, 41004 or 40125 unless the caller is the account. */
export function checkAccount(context: Context, appId: unknown, secret: unknown): void {
  if (!isText(appId)) throw new PlatformError(41002, 'appid missing');
  if (appId !== context.options.appId) throw new PlatformError(40013, 'invalid appid');
  if (!isText(secret)) throw new PlatformError(41004, 'appsecret missing');
  if (secret !== context.settings.appSecret) throw new PlatformError(40125, 'invalid appsecret');
}

/** Throws 40164 in the platform's words when the caller's address is not on the white list. */
export function checkAddress(context: Context, request: FastifyRequest): void {
  if (isAllowedAddress(context.settings.ipWhitelist, request.ip)) return;
  const address = plainAddress(request.ip);
  const mapped = address.includes(':') ? address : `::ffff:${address}`;
  throw new PlatformError(40164, `invalid ip ${address} ipv6 ${mapped}, not in whitelist`);
}

/** Path of a call, without the query. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

async function applyFault(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const fault = takeFault(context.faults, pathOf(request));
  if (!fault) return undefined;
  noteFault(request, fault);
  if (fault.delayMs) await sleep(fault.delayMs, undefined, { signal: context.closing.signal });
  if (fault.drop) {
    reply.hijack();
    breakConnection(request);
    return reply;
  }
  spoilCredentials(context, fault);
  if (fault.errcode !== undefined) {
    throw new PlatformError(fault.errcode, fault.errmsg ?? 'planned fault');
  }
  if (fault.body === undefined && fault.status === undefined) return undefined;
  return reply
    .code(fault.status ?? 200)
    .type('text/html')
    .send(fault.body ?? '');
}

/** The account's own doing from here on: the call itself hears 42001 or 40001 from its token. */
function spoilCredentials(context: Context, fault: PlannedFault): void {
  if (fault.token === 'expired') expireAccessTokens(context);
  if (fault.token === 'revoked') revokeAccessTokens(context);
  if (fault.token === 'ticket') expireTicket(context);
}

function breakConnection(request: FastifyRequest): void {
  const { socket } = request.raw;
  // A reset, not an orderly end; sockets that are none (`inject`) can only be destroyed.
  if (typeof socket.resetAndDestroy === 'function') socket.resetAndDestroy();
  else request.raw.destroy();
}
