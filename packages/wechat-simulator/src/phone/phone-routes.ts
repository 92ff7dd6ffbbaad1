import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import type { PhoneEvent } from '../push/event-xml.ts';
import { createUser } from '../state-store.ts';
import type { PhoneUser } from '../state.ts';
import { act, changed } from './phone-actions.ts';
import { currentUser, rememberUser } from './phone-user.ts';
import { followEvent, registerQrScan } from './scan-qr.ts';
import { registerConsents } from './subscriptions.ts';

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const body = (properties: Record<string, object>) => ({
  body: {
    type: 'object',
    required: Object.keys(properties),
    additionalProperties: false,
    properties,
  },
});

/** What the phone page calls. JSON bodies only, so another site's form cannot press the buttons. */
export function registerPhoneRoutes(app: FastifyInstance, context: Context): void {
  app.get('/phone/state', (request, reply) =>
    phoneState(context, currentUser(context, request, reply)),
  );
  app.get('/phone/events', (request, reply) => streamEvents(context, request, reply));

  app.post<{ Body: { id: string } }>(
    '/phone/user',
    { schema: body({ id: text(40) }) },
    (request, reply) => {
      const user = context.state.users.find((known) => known.id === request.body.id);
      if (!user) return reply.code(404).send({ message: 'no such user' });
      rememberUser(context, request, reply, user);
      return phoneState(context, user);
    },
  );
  app.post('/phone/users', (request, reply) => {
    const user = addPhoneUser(context);
    rememberUser(context, request, reply, user);
    return phoneState(context, user);
  });
  registerActions(app, context);
  registerQrScan(app, context);
  registerConsents(app, context);
}

/** Adds a user who follows nobody yet; without a name the next letter is taken. */
export function addPhoneUser(context: Context, name?: string): PhoneUser {
  const number = context.state.users.length;
  const letter = number < 26 ? String.fromCharCode(97 + number) : `n${number}`;
  const user = createUser(
    context.options.appId,
    letter,
    name ?? `用户${letter.toUpperCase()}`,
    false,
  );
  context.state.users.push(user);
  changed(context);
  return user;
}

function registerActions(app: FastifyInstance, context: Context): void {
  const perform = (request: FastifyRequest, reply: FastifyReply, event: PhoneEvent): unknown => {
    // Answered at once: the account may take three times five seconds.
    void act(context, currentUser(context, request, reply), event);
    return reply.code(202).send({});
  };
  app.post('/phone/follow', (request, reply) => {
    const user = currentUser(context, request, reply);
    return perform(request, reply, followEvent(context, user));
  });
  app.post('/phone/unfollow', (request, reply) => perform(request, reply, { kind: 'unsubscribe' }));
  app.post<{ Body: { content: string } }>(
    '/phone/text',
    { schema: body({ content: text(600) }) },
    (request, reply) => perform(request, reply, { kind: 'text', content: request.body.content }),
  );
  app.post<{ Body: { key: string } }>(
    '/phone/click',
    { schema: body({ key: text(128) }) },
    (request, reply) => perform(request, reply, { kind: 'CLICK', key: request.body.key }),
  );
  app.post<{ Body: { url: string } }>(
    '/phone/view',
    { schema: body({ url: text(1024) }) },
    (request, reply) => {
      const menuId = String(context.state.menuId);
      return perform(request, reply, { kind: 'VIEW', url: request.body.url, menuId });
    },
  );
  app.post<{ Body: Extract<PhoneEvent, { scanResult: string }> }>(
    '/phone/scan',
    {
      schema: body({
        kind: { enum: ['scancode_waitmsg', 'scancode_push'] },
        key: text(128),
        scanType: { enum: ['qrcode', 'barcode'] },
        scanResult: text(8192),
      }),
    },
    (request, reply) => perform(request, reply, request.body),
  );
}

function phoneState(context: Context, user: PhoneUser) {
  const { state, options } = context;
  return {
    account: { name: options.accountName, originalId: options.originalId },
    user,
    users: state.users.map(({ id, name, openId }) => ({ id, name, openId })),
    menu: state.menu?.button ?? [],
    shelf: state.shelf,
    sms: state.sms,
    // Whose pages the web view shows, and whose postMessages the phone listens to.
    webHosts: [...new Set([...context.settings.webDomains, new URL(context.callbackUrl).host])],
  };
}

function streamEvents(context: Context, request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  raw.write('retry: 1000\n\n');
  const stop = context.live.subscribe((event) => raw.write(`data: ${JSON.stringify(event)}\n\n`));
  const heartbeat = setInterval(() => raw.write(': alive\n\n'), 15_000);
  const end = (): void => {
    clearInterval(heartbeat);
    stop();
    raw.end();
  };
  request.raw.once('close', end);
  context.closing.signal.addEventListener('abort', end, { once: true });
}
