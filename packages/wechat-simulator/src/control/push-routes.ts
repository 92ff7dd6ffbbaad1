import type { FastifyInstance } from 'fastify';
import type { PhoneEvent } from '../push/event-xml.ts';
import type { SimulatorControl } from './control.ts';
import { integer, listOf, object, text } from './schemas.ts';

const listed = object(
  {
    ...{ templateId: text(200), status: { enum: ['accept', 'reject'] }, popupScene: text(10) },
    ...{ msgId: text(40), errorCode: { type: 'integer' }, errorStatus: text(100) },
  },
  ['templateId'],
);
const event = object(
  {
    ...{ user: text(40), kind: text(40), content: text(2000), key: text(128), url: text(1024) },
    ...{ menuId: text(40), scanType: { enum: ['qrcode', 'barcode'] }, scanResult: text(8192) },
    ...{ scene: text(64), ticket: text(200), path: text(1024), msgId: text(40), status: text(100) },
    ...{ latitude: text(40), longitude: text(40), precision: text(40), list: listOf(listed) },
    ...{ revokeInfo: text(100), xml: text(20_000) },
  },
  ['user', 'kind'],
);
const requiredFields: Record<PhoneEvent['kind'], string[]> = {
  text: ['content'],
  subscribe: [],
  unsubscribe: [],
  SCAN: ['scene', 'ticket'],
  CLICK: ['key'],
  VIEW: ['url', 'menuId'],
  view_miniprogram: ['path', 'menuId'],
  LOCATION: ['latitude', 'longitude', 'precision'],
  scancode_push: ['key', 'scanType', 'scanResult'],
  scancode_waitmsg: ['key', 'scanType', 'scanResult'],
  TEMPLATESENDJOBFINISH: ['msgId', 'status'],
  subscribe_msg_popup_event: ['list'],
  subscribe_msg_change_event: ['list'],
  subscribe_msg_sent_event: ['list'],
  user_info_modified: ['revokeInfo'],
  user_authorization_revoke: ['revokeInfo'],
  user_cancellation: [],
  other: ['xml'],
};

/** Every kind of push there is. */
export const eventKinds = Object.keys(requiredFields);

/** Pushes as a person, or the platform, causes them; all that were sent; one of them again. */
export function registerPushRoutes(app: FastifyInstance, control: SimulatorControl): void {
  app.get('/simulator/pushes', () => ({ pushes: control.pushes() }));
  app.get('/simulator/calls', () => ({ calls: control.calls() }));
  app.post<{ Body: { user: string } & PhoneEvent }>(
    '/simulator/push',
    { schema: { body: event } },
    async (request, reply) => {
      const { user, ...input } = request.body;
      const isKnown = Object.hasOwn(requiredFields, input.kind);
      const missing = isKnown && requiredFields[input.kind].find((field) => !(field in input));
      if (!isKnown || missing) {
        return reply.code(400).send({ message: missing ? `${missing} missing` : 'unknown kind' });
      }
      return await control.pushEvent(user, input);
    },
  );
  app.post<{ Params: { number: number }; Body: { body?: string } }>(
    '/simulator/pushes/:number/replay',
    {
      schema: {
        params: object({ number: integer(0, Number.MAX_SAFE_INTEGER) }),
        body: object({ body: text(100_000) }, []),
      },
    },
    (request) => control.replayPush(request.params.number, request.body.body),
  );
  app.put<{ Body: { url: string } }>(
    '/simulator/callback-url',
    { schema: { body: object({ url: { ...text(1024), pattern: '^https?://' } }) } },
    (request, reply) => {
      control.setCallbackUrl(request.body.url);
      return reply.code(204).send();
    },
  );
  app.post('/simulator/verify-callback', () => control.verifyCallbackUrl());
}
