import type { PlannedFault } from './panel-api.ts';

/** What can go wrong when the account calls the platform, as `/simulator/faults` takes it. */
export const apiFaults = {
  slow: (seconds: number) => ({ delayMs: seconds * 1000 }),
  busy: () => ({ errcode: -1, errmsg: 'system error' }),
  expired: () => ({ token: 'expired' }),
  revoked: () => ({ token: 'revoked' }),
  ticket: () => ({ token: 'ticket' }),
  quota: () => ({ errcode: 45009, errmsg: 'reach max api daily quota limit' }),
  whitelist: () => ({
    errcode: 40164,
    errmsg: 'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist',
  }),
  reset: () => ({ drop: true }),
  garbage: () => ({ body: '<html><body>502 Bad Gateway</body></html>', status: 502 }),
} as const;

export type ApiFaultKind = keyof typeof apiFaults;

export const apiPaths = [
  '/cgi-bin/stable_token',
  '/cgi-bin/ticket/getticket',
  '/sns/oauth2/access_token',
  '/cgi-bin/menu/create',
  '/cgi-bin/menu/get',
  '/cgi-bin/qrcode/create',
  '/cgi-bin/message/custom/send',
  '/cgi-bin/message/template/send',
  '/cgi-bin/message/subscribe/bizsend',
  '/cgi-bin/getcallbackip',
] as const;

export const pushFaultKinds = [
  'duplicate',
  'lost answer',
  'out of order',
  'delayed',
  'replay',
  'wrong signature',
  'tampered',
  'clear fields',
  'other appid',
  'plain',
  'unsigned',
  'stale',
] as const;

export type PushFaultKind = (typeof pushFaultKinds)[number];

/** Events a fault can be kept to. */
export const faultyEvents = ['scancode_waitmsg', 'text', 'CLICK', 'subscribe', 'SCAN'] as const;

/** Which of `apiFaults` a planned fault is. */
export function kindOfFault(fault: PlannedFault): ApiFaultKind | null {
  if (fault.drop) return 'reset';
  if (fault.token === 'ticket') return 'ticket';
  if (fault.token) return fault.token === 'expired' ? 'expired' : 'revoked';
  if (fault.errcode === -1) return 'busy';
  if (fault.errcode === 45009) return 'quota';
  if (fault.errcode === 40164) return 'whitelist';
  if (fault.body !== undefined) return 'garbage';
  return fault.delayMs === undefined || fault.errcode !== undefined ? null : 'slow';
}
