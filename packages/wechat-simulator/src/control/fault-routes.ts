import type { FastifyInstance } from 'fastify';
import type { Fault } from '../platform/faults.ts';
import type { PlatformSettings, SettingsChange } from '../platform/settings.ts';
import type { PushFault } from '../push/push-faults.ts';
import { pushFaultKinds } from '../push/push-faults.ts';
import type { SimulatorControl } from './control.ts';
import { eventKinds } from './push-routes.ts';
import { integer, listOf, object, text, times } from './schemas.ts';

const delayMs = integer(0, 60_000);
const boolean = { type: 'boolean' };
const fault = object(
  {
    ...{ path: text(200), times, delayMs, drop: boolean, body: text(10_000) },
    ...{ errcode: { type: 'integer' }, errmsg: text(500), status: integer(100, 599) },
    token: { enum: ['expired', 'revoked', 'ticket'] },
  },
  ['path'],
);
const pushFault = object(
  {
    ...{ kind: { enum: pushFaultKinds }, event: { enum: eventKinds }, times },
    ...{ delayMs, copies: integer(2, 100) },
  },
  ['kind'],
);
const quota = object({ daily: integer(0, 1e9), perMinute: integer(0, 1e9) }, []);
const aesKey = { type: 'string', pattern: '^[A-Za-z0-9+/]{43}$' };
const settings: Record<keyof PlatformSettings, object> = {
  appSecret: text(100),
  token: text(32),
  webDomains: listOf(text(200)),
  messageMode: { enum: ['safe', 'compatible', 'plain'] },
  encodingAesKey: aesKey,
  previousEncodingAesKey: { ...aesKey, type: ['string', 'null'] },
  resignRetries: boolean,
  strictChatWindow: boolean,
  ipWhitelist: { ...listOf(text(60)), type: ['array', 'null'] },
  callbackIps: listOf(text(60)),
  quotas: { type: 'object', additionalProperties: quota },
  doubleCallback: boolean,
  consentAnswer: { enum: ['ask', 'accept', 'reject'] },
  bizsendReturnsMsgId: boolean,
  reportDelayMs: delayMs,
  permanentQrsMax: integer(0, 100_000),
  marketCodeSeconds: integer(0, 86_400),
  marketCodeRangeMax: integer(1, 50_000),
  marketCodeKey: text(32),
  marketCodePrefixBytes: { enum: [0, 16] },
};

/** Misfortunes of both directions, and what the console of the platform says. */
export function registerFaultRoutes(app: FastifyInstance, control: SimulatorControl): void {
  app.get('/simulator/faults', () => ({ faults: control.faults() }));
  app.post<{ Body: Fault }>('/simulator/faults', { schema: { body: fault } }, (request, reply) =>
    reply.code(201).send(control.planFault(request.body)),
  );
  app.get('/simulator/push-faults', () => ({ faults: control.pushFaults() }));
  app.post<{ Body: PushFault }>(
    '/simulator/push-faults',
    { schema: { body: pushFault } },
    (request, reply) => reply.code(201).send(control.planPushFault(request.body)),
  );
  const querystring = object({ id: { type: 'integer' } }, []);
  app.delete<{ Querystring: { id?: number } }>(
    '/simulator/faults',
    { schema: { querystring } },
    (request, reply) => {
      control.clearFaults(request.query.id);
      return reply.code(204).send();
    },
  );
  app.delete<{ Querystring: { id?: number } }>(
    '/simulator/push-faults',
    { schema: { querystring } },
    (request, reply) => {
      control.clearPushFaults(request.query.id);
      return reply.code(204).send();
    },
  );
  registerSettings(app, control);
  registerEnds(app, control);
}

function registerSettings(app: FastifyInstance, control: SimulatorControl): void {
  app.get('/simulator/settings', () => control.settings());
  app.patch<{ Body: SettingsChange }>(
    '/simulator/settings',
    { schema: { body: object(settings, []) } },
    (request) => control.changeSettings(request.body),
  );
  app.post<{ Body: { device: 'android' | 'ios' } }>(
    '/simulator/device',
    { schema: { body: object({ device: { enum: ['android', 'ios'] } }) } },
    (request, reply) => {
      control.setDevice(request.body.device);
      return reply.code(204).send();
    },
  );
}

function registerEnds(app: FastifyInstance, control: SimulatorControl): void {
  const ways = {
    access_token: () => control.expireAccessTokens(),
    access_token_revoked: () => control.revokeAccessTokens(),
    ticket: () => control.expireTicket(),
    quotas: () => control.resetQuotas(),
    market_codes: () => control.finishMarketCodes(),
  };
  app.post<{ Body: { what: keyof typeof ways } }>(
    '/simulator/expire',
    { schema: { body: object({ what: { enum: Object.keys(ways) } }) } },
    (request, reply) => {
      ways[request.body.what]();
      return reply.code(204).send();
    },
  );
}
