import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Context } from '../context.ts';
import { goOn, nextNumber, nowMs } from '../context.ts';
import { showCard } from '../phone/phone-actions.ts';
import { deliverPush } from '../push/deliver-push.ts';
import type { PhoneEvent } from '../push/event-xml.ts';
import type { PhoneUser } from '../state.ts';
import { findReceiver } from './find-receiver.ts';
import { PlatformError } from './platform-error.ts';
import { isText, readJson } from './read-body.ts';
import { authorize } from './speak-like-the-platform.ts';
import type { Query } from './speak-like-the-platform.ts';
import { findTemplate, readTemplateData } from './templates.ts';

const sameClientMessageMs = 10 * 60 * 1000;

/** 模板消息: sent to followers, reported afterwards by TEMPLATESENDJOBFINISH. */
export function registerTemplateRoutes(api: FastifyInstance, context: Context): void {
  api.post<{ Querystring: Query }>('/cgi-bin/message/template/send', (request, reply) => {
    authorize(context, request);
    return answerMsgId(reply, sendTemplate(context, readJson(request.body)));
  });
  api.get<{ Querystring: Query }>('/cgi-bin/template/get_all_private_template', (request) => {
    authorize(context, request);
    const templates = context.state.templates.filter(({ channel }) => channel === 'template');
    return {
      template_list: templates.map(({ templateId, title, content, example }) => ({
        template_id: templateId,
        title,
        primary_industry: '',
        deputy_industry: '',
        content,
        example,
      })),
    };
  });
}

/** A bare JSON number beyond 2^53, as the platform writes it; serialisers would round it. */
export function answerMsgId(reply: FastifyReply, msgId: string): FastifyReply {
  const body = `{"errcode":0,"errmsg":"ok","msgid":${msgId}}`;
  return reply.type('application/json; charset=utf-8').send(body);
}

/** Neighbours become the same number for whoever reads them as a double. */
export function nextMsgId(context: Context): string {
  return String(2_794_188_253_000_000_000n + BigInt(nextNumber(context)));
}

/** Tells the account of a message's fate a little later; nobody waits for that. */
export function report(context: Context, user: PhoneUser, event: PhoneEvent): void {
  const tell = async (): Promise<void> => {
    const { signal } = context.closing;
    // At least one turn: the answer with the msgid leaves first.
    await sleep(context.settings.reportDelayMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await deliverPush(context, user, event);
  };
  goOn(context, tell());
}

function sendTemplate(context: Context, input: Record<string, unknown>): string {
  const user = findReceiver(context, input['touser']);
  const template = findTemplate(context, 'template', input['template_id']);
  const rows = readTemplateData(template, input['data']);
  if (!user.following) throw new PlatformError(43004, 'require subscribe');
  if (user.refusedTemplates.includes(template.templateId)) {
    throw new PlatformError(43101, 'user refuse to accept the msg');
  }
  const former = formerMsgId(context, user, input['client_msg_id']);
  if (former) return former;
  const msgId = nextMsgId(context);
  rememberClientMessage(context, user, input['client_msg_id'], msgId);
  if (user.deliveryReport === 'success') {
    const url = isText(input['url']) ? input['url'] : null;
    const { templateId, title } = template;
    const card = { templateId, title, rows, url, isServiceNotice: false };
    showCard(context, user, 'template', card);
  }
  report(context, user, { kind: 'TEMPLATESENDJOBFINISH', msgId, status: user.deliveryReport });
  return msgId;
}

/** The same client_msg_id sends nothing again; that its answer is the first msgid is a guess. */
function formerMsgId(context: Context, user: PhoneUser, id: unknown): string | null {
  const former = isText(id) ? context.clientMessages.get(`${user.openId}|${id}`) : undefined;
  return former && former.at > nowMs(context) - sameClientMessageMs ? former.msgId : null;
}

function rememberClientMessage(
  context: Context,
  user: PhoneUser,
  id: unknown,
  msgId: string,
): void {
  if (isText(id)) context.clientMessages.set(`${user.openId}|${id}`, { at: nowMs(context), msgId });
}
