import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { findQr, isExpired } from '../platform/qr-codes.ts';
import type { PushRecord } from '../push/deliver-push.ts';
import type { PhoneEvent } from '../push/event-xml.ts';
import type { PhoneUser } from '../state.ts';
import { act, changed } from './phone-actions.ts';
import { currentUser } from './phone-user.ts';

/** What WeChat shows after a parametric QR was scanned. */
export type QrScan =
  /** The chat opens, and the account hears SCAN. */
  | { shows: 'chat'; told: Promise<PushRecord> }
  /** The account's page opens; following from there tells the scene. */
  | { shows: 'profile' }
  | { shows: 'expired' | 'unknown' };

/** Scans a parametric QR, known by what it says or by its ticket, with WeChat's own 扫一扫. */
export function scanQr(context: Context, user: PhoneUser, ticketOrUrl: string): QrScan {
  const qr = findQr(context, ticketOrUrl);
  if (!qr) return { shows: 'unknown' };
  if (isExpired(context, qr)) return { shows: 'expired' };
  const { scene, ticket } = qr;
  if (user.following)
    return { shows: 'chat', told: act(context, user, { kind: 'SCAN', scene, ticket }) };
  user.pendingQr = ticket;
  changed(context);
  return { shows: 'profile' };
}

/** What following tells the account: the scene of the QR that led there, if one did. */
export function followEvent(context: Context, user: PhoneUser): PhoneEvent {
  const qr = user.pendingQr === null ? undefined : findQr(context, user.pendingQr);
  return qr ? { kind: 'subscribe', scene: qr.scene, ticket: qr.ticket } : { kind: 'subscribe' };
}

/** `POST /phone/qr {url}` for addresses that begin with `http(s)://weixin.qq.com/q/`. */
export function registerQrScan(app: FastifyInstance, context: Context): void {
  const url = { type: 'string', minLength: 1, maxLength: 1024 };
  const body = {
    type: 'object',
    required: ['url'],
    additionalProperties: false,
    properties: { url },
  };
  app.post<{ Body: { url: string } }>('/phone/qr', { schema: { body } }, (request, reply) => {
    const { shows } = scanQr(context, currentUser(context, request, reply), request.body.url);
    return { shows };
  });
}
