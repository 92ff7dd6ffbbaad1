import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { showCard } from '../phone/phone-actions.ts';
import type { PhoneUser, Template } from '../state.ts';
import { findReceiver } from './find-receiver.ts';
import { PlatformError } from './platform-error.ts';
import { isText, readJson } from './read-body.ts';
import { authorize } from './speak-like-the-platform.ts';
import type { Query } from './speak-like-the-platform.ts';
import { answerMsgId, nextMsgId, report } from './template-routes.ts';
import { findTemplate, readTemplateData } from './templates.ts';

/** 订阅通知: one message for each consent, to followers and to strangers. */
export function registerSubscriptionRoutes(api: FastifyInstance, context: Context): void {
  api.post<{ Querystring: Query }>('/cgi-bin/message/subscribe/bizsend', (request, reply) => {
    authorize(context, request);
    const msgId = sendSubscription(context, readJson(request.body));
    if (context.settings.bizsendReturnsMsgId) return answerMsgId(reply, msgId);
    return { errcode: 0, errmsg: 'ok' };
  });
  api.get<{ Querystring: Query }>('/wxaapi/newtmpl/gettemplate', (request) => {
    authorize(context, request);
    const templates = context.state.templates.filter(({ channel }) => channel === 'subscription');
    const data = templates.map(({ templateId, title, content, example, type }) => ({
      priTmplId: templateId,
      title,
      content,
      example,
      type,
    }));
    return { errcode: 0, errmsg: 'ok', data };
  });
}

function sendSubscription(context: Context, input: Record<string, unknown>): string {
  const user = findReceiver(context, input['touser']);
  const template = findTemplate(context, 'subscription', input['template_id']);
  const rows = readTemplateData(template, input['data']);
  const url = readPage(input['page']);
  useConsent(context, user, template);
  const msgId = nextMsgId(context);
  const isShown = user.deliveryReport === 'success';
  if (isShown) {
    const { templateId, title } = template;
    const card = { templateId, title, rows, url, isServiceNotice: !user.following };
    showCard(context, user, 'subscription', card);
  }
  report(context, user, {
    kind: 'subscribe_msg_sent_event',
    list: [
      {
        templateId: template.templateId,
        msgId,
        // Which numbers there are besides 0 is not documented.
        errorCode: isShown ? 0 : 1,
        errorStatus: user.deliveryReport,
      },
    ],
  });
  return msgId;
}

/** A web page of the account, if any. Throws 41030 (recalled for this call). */
function readPage(page: unknown): string | null {
  if (!isText(page)) return null;
  if (/^https?:\/\//i.test(page) && URL.canParse(page)) return page;
  throw new PlatformError(41030, 'invalid page');
}

/** Takes one consent, unless the template is a lasting one. Throws 43101 when there is none. */
function useConsent(context: Context, user: PhoneUser, template: Template): void {
  const { templateId, type } = template;
  const left = user.consents[templateId] ?? 0;
  if (left < 1 || user.refusedTemplates.includes(templateId)) {
    throw new PlatformError(43101, 'user refuse to accept the msg');
  }
  if (type === 2) user.consents[templateId] = left - 1;
  context.store.save();
}
