import type { FastifyInstance } from 'fastify';
import type { PhoneEvent } from '../push/event-xml.ts';
import type { Fault } from '../platform/faults.ts';
import type { Bottle } from '../state.ts';
import type { SimulatorControl } from './control.ts';

const text = (maxLength: number) => ({ type: 'string', maxLength });
const object = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
});

const bottle = object({ label: text(100), text: text(2000), note: text(200) }, ['label', 'text']);
const fault = object(
  {
    ...{ path: text(200), times: { type: 'integer', minimum: 1 }, errcode: { type: 'integer' } },
    ...{ errmsg: text(500), delayMs: { type: 'integer', minimum: 0, maximum: 60_000 } },
    ...{ body: text(10_000), drop: { type: 'boolean' } },
  },
  ['path'],
);
const event = object(
  {
    ...{ user: text(40), kind: text(40), content: text(2000), key: text(128), url: text(1024) },
    ...{ menuId: text(40), scanType: { enum: ['qrcode', 'barcode'] }, scanResult: text(8192) },
  },
  ['user', 'kind'],
);
const requiredFields: Record<PhoneEvent['kind'], string[]> = {
  text: ['content'],
  subscribe: [],
  unsubscribe: [],
  CLICK: ['key'],
  VIEW: ['url', 'menuId'],
  scancode_push: ['key', 'scanType', 'scanResult'],
  scancode_waitmsg: ['key', 'scanType', 'scanResult'],
};

function knownFields(kind: string): string[] {
  return Object.hasOwn(requiredFields, kind) ? requiredFields[kind as PhoneEvent['kind']] : [];
}

/** `/simulator/*`: what is no part of WeChat. SMS and shelf serve the demo, the rest serves tests. */
export function registerControlRoutes(app: FastifyInstance, control: SimulatorControl): void {
  app.get('/simulator/status', () => ({ status: 'ok', menu: control.menu() !== null }));
  registerSmsAndShelf(app, control);
  registerPushes(app, control);
  registerUsers(app, control);
  registerMisfortunes(app, control);
}

function registerSmsAndShelf(app: FastifyInstance, control: SimulatorControl): void {
  const sms = object({
    mobile: { ...text(20), minLength: 1 },
    text: { ...text(1000), minLength: 1 },
  });
  app.post<{ Body: { mobile: string; text: string } }>(
    '/simulator/sms',
    { schema: { body: sms } },
    (request, reply) => {
      control.sendSms(request.body.mobile, request.body.text);
      return reply.code(204).send();
    },
  );
  app.get('/simulator/sms', () => ({ sms: control.smsOutbox() }));

  const shelf = object({ bottles: { type: 'array', maxItems: 200, items: bottle } });
  app.post<{ Body: { bottles: Bottle[] } }>(
    '/simulator/shelf',
    { schema: { body: shelf } },
    (request, reply) => {
      control.setShelf(request.body.bottles);
      return reply.code(204).send();
    },
  );
}

function registerPushes(app: FastifyInstance, control: SimulatorControl): void {
  app.get('/simulator/pushes', () => ({ pushes: control.pushes() }));
  app.post<{ Body: { user: string } & PhoneEvent }>(
    '/simulator/push',
    { schema: { body: event } },
    async (request, reply) => {
      const { user, ...input } = request.body;
      const missing = knownFields(input.kind).find((field) => !(field in input));
      if (!Object.hasOwn(requiredFields, input.kind) || missing) {
        return reply.code(400).send({ message: missing ? `${missing} missing` : 'unknown kind' });
      }
      return await control.pushEvent(user, input);
    },
  );
  app.post('/simulator/verify-callback', () => control.verifyCallbackUrl());
}

function registerUsers(app: FastifyInstance, control: SimulatorControl): void {
  app.get('/simulator/users', () => ({ users: control.users() }));
  app.post<{ Body: { name?: string } }>(
    '/simulator/users',
    { schema: { body: object({ name: text(20) }, []) } },
    (request, reply) => reply.code(201).send(control.addUser(request.body.name)),
  );
  const change = object({ following: { type: 'boolean' }, snapshot: { type: 'boolean' } }, []);
  app.patch<{ Params: { id: string }; Body: { following?: boolean; snapshot?: boolean } }>(
    '/simulator/users/:id',
    { schema: { body: change } },
    (request) => control.changeUser(request.params.id, request.body),
  );
}

function registerMisfortunes(app: FastifyInstance, control: SimulatorControl): void {
  const ways = {
    access_token: () => control.expireAccessTokens(),
    access_token_revoked: () => control.revokeAccessTokens(),
    ticket: () => control.expireTicket(),
  };
  app.post<{ Body: { what: keyof typeof ways } }>(
    '/simulator/expire',
    { schema: { body: object({ what: { enum: Object.keys(ways) } }) } },
    (request, reply) => {
      ways[request.body.what]();
      return reply.code(204).send();
    },
  );
  app.post<{ Body: Fault }>('/simulator/faults', { schema: { body: fault } }, (request, reply) => {
    control.planFault(request.body);
    return reply.code(204).send();
  });
  app.post<{ Body: { device: 'android' | 'ios' } }>(
    '/simulator/device',
    { schema: { body: object({ device: { enum: ['android', 'ios'] } }) } },
    (request, reply) => {
      control.setDevice(request.body.device);
      return reply.code(204).send();
    },
  );
}
