import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { findTemplate } from '../platform/templates.ts';
import type { PushRecord } from '../push/deliver-push.ts';
import type { PhoneUser, Template } from '../state.ts';
import { act, changed } from './phone-actions.ts';
import { currentUser } from './phone-user.ts';

const templatesMax = 3;
/** The dialog came from a web page. */
const fromWebPage = '1';

/** Why `wx-open-subscribe` fails, as its page numbers it. */
type AskFailure = 10001 | 20001 | 20002 | 20003;

/** What a page asked the user to be told of, or why it cannot ask. */
export function askForConsent(
  context: Context,
  templateIds: readonly string[],
): { templates: Template[] } | { errCode: AskFailure } {
  if (templateIds.length === 0) return { errCode: 10001 };
  if (templateIds.length > templatesMax) return { errCode: 20003 };
  const known = context.state.templates.filter(({ channel }) => channel === 'subscription');
  const templates = known.filter(({ templateId }) => templateIds.includes(templateId));
  if (templates.length !== new Set(templateIds).size) return { errCode: 20001 };
  if (new Set(templates.map(({ type }) => type)).size > 1) return { errCode: 20002 };
  return { templates };
}

/**
 * The user answered the dialog: each consent allows one message, and takes a former refusal back.
 * The account hears subscribe_msg_popup_event.
 */
export function answerConsent(
  context: Context,
  user: PhoneUser,
  answer: { accepted: readonly string[]; rejected: readonly string[] },
  popupScene: string = fromWebPage,
): Promise<PushRecord> {
  const { accepted, rejected } = answer;
  for (const templateId of [...accepted, ...rejected]) {
    findTemplate(context, 'subscription', templateId);
  }
  for (const templateId of accepted) {
    user.consents[templateId] = (user.consents[templateId] ?? 0) + 1;
  }
  user.refusedTemplates = user.refusedTemplates.filter((id) => !accepted.includes(id));
  const list = [
    ...accepted.map((templateId) => ({ templateId, status: 'accept' as const, popupScene })),
    ...rejected.map((templateId) => ({ templateId, status: 'reject' as const, popupScene })),
  ];
  changed(context);
  return act(context, user, { kind: 'subscribe_msg_popup_event', list });
}

/**
 * The user no longer wants messages of a template. Of 订阅通知 the account hears by
 * subscribe_msg_change_event, of template messages only when it sends the next one (43101).
 */
export async function refuseTemplate(
  context: Context,
  user: PhoneUser,
  templateId: string,
): Promise<PushRecord | null> {
  const template = context.state.templates.find((known) => known.templateId === templateId);
  if (!template) throw new RangeError(`The account has no template ${templateId}.`);
  user.refusedTemplates = [...new Set([...user.refusedTemplates, templateId])];
  delete user.consents[templateId];
  changed(context);
  if (template.channel === 'template') return null;
  const list = [{ templateId, status: 'reject' as const }];
  return await act(context, user, { kind: 'subscribe_msg_change_event', list });
}

/** Takes a refusal back. Of 订阅通知 the account hears; consents that were lost do not come back. */
async function receiveAgain(
  context: Context,
  user: PhoneUser,
  templateId: string,
): Promise<PushRecord | null> {
  user.refusedTemplates = user.refusedTemplates.filter((id) => id !== templateId);
  changed(context);
  const template = context.state.templates.find((known) => known.templateId === templateId);
  if (template?.channel !== 'subscription') return null;
  const list = [{ templateId, status: 'accept' as const }];
  return await act(context, user, { kind: 'subscribe_msg_change_event', list });
}

/**
 * For the web view: `/phone/subscribe/ask {templates}` says what the dialog shows, or `errCode`,
 * and `answer`: `ask` shows it, `accept` and `reject` answer at once; `/phone/subscribe
 * {accepted, rejected}` is the user's answer. `/phone/subscribe/refuse {templateId}` is 拒收,
 * `/phone/subscribe/receive {templateId}` takes it back.
 */
export function registerConsents(app: FastifyInstance, context: Context): void {
  const text = { type: 'string', minLength: 1, maxLength: 200 };
  const list = { type: 'array', maxItems: 20, items: text };
  const body = (properties: Record<string, object>) => ({
    schema: {
      body: {
        type: 'object',
        required: Object.keys(properties),
        additionalProperties: false,
        properties,
      },
    },
  });
  app.post<{ Body: { templates: string[] } }>(
    '/phone/subscribe/ask',
    body({ templates: list }),
    (request) => ({
      ...askForConsent(context, request.body.templates),
      answer: context.settings.consentAnswer,
    }),
  );
  app.post<{ Body: { accepted: string[]; rejected: string[] } }>(
    '/phone/subscribe',
    body({ accepted: list, rejected: list }),
    (request, reply) => {
      const { accepted, rejected } = request.body;
      const asked = askForConsent(context, [...accepted, ...rejected]);
      if ('errCode' in asked) return reply.code(400).send(asked);
      void answerConsent(context, currentUser(context, request, reply), request.body);
      return reply.code(202).send({});
    },
  );
  app.post<{ Body: { templateId: string } }>(
    '/phone/subscribe/refuse',
    body({ templateId: text }),
    (request, reply) => {
      const { templateId } = request.body;
      const isKnown = context.state.templates.some((known) => known.templateId === templateId);
      if (!isKnown) return reply.code(404).send({ message: 'no such template' });
      void refuseTemplate(context, currentUser(context, request, reply), templateId);
      return reply.code(202).send({});
    },
  );
  app.post<{ Body: { templateId: string } }>(
    '/phone/subscribe/receive',
    body({ templateId: text }),
    (request, reply) => {
      void receiveAgain(context, currentUser(context, request, reply), request.body.templateId);
      return reply.code(202).send({});
    },
  );
}
