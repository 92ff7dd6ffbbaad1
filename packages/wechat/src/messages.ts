import type { Call } from './api-call.ts';
import { unexpectedAnswer } from './errors.ts';
import { fitTemplateWords } from './fit-template-words.ts';
import { readId } from './read-answer.ts';
import type { SubscriptionMessage, TemplateMessage } from './wechat-client.ts';

/** 客服消息. */
export async function sendCustomerServiceText(
  call: Call,
  openId: string,
  content: string,
): Promise<void> {
  // Half a surrogate pair would travel as an escape, which the platform shows as it is.
  const text = { content: content.toWellFormed() };
  const body = { touser: openId, msgtype: 'text', text };
  const endpoint = '/cgi-bin/message/custom/send';
  await call({ method: 'POST', endpoint, body, secrets: [openId] });
}

/**
 * 模板消息: svc/en/api/notify/template/api_sendtemplatemessage.
 * @throws RangeError for an address that is none, or a `clientMessageId` that is too long
 */
export async function sendTemplateMessage(
  call: Call,
  message: TemplateMessage,
): Promise<{ msgId: string }> {
  const { openId, templateId, url, data, clientMessageId } = message;
  if (clientMessageId !== undefined && !/^[\x21-\x7e]{1,32}$/.test(clientMessageId)) {
    throw new RangeError('clientMessageId has 1 to 32 printable characters.');
  }
  const endpoint = '/cgi-bin/message/template/send';
  const body = {
    touser: openId,
    template_id: templateId,
    ...(url !== undefined && { url: requireAddress(url) }),
    ...(clientMessageId !== undefined && { client_msg_id: clientMessageId }),
    data: formatData(data),
  };
  const answer = await call({ method: 'POST', endpoint, body, secrets: [openId] });
  const msgId = readId(answer.msgid);
  // It was sent nevertheless: trying again would show it twice.
  if (msgId === null) throw unexpectedAnswer(endpoint, false);
  return { msgId };
}

/**
 * 订阅通知: svc/en/api/notify/notify/api_sendnewsubscribemsg.
 * @throws RangeError for an address that is none
 */
export async function sendSubscriptionMessage(
  call: Call,
  { openId, templateId, page, data }: SubscriptionMessage,
): Promise<{ msgId: string | null }> {
  const body = {
    touser: openId,
    template_id: templateId,
    ...(page !== undefined && { page: requireAddress(page) }),
    data: formatData(data),
  };
  const endpoint = '/cgi-bin/message/subscribe/bizsend';
  const answer = await call({ method: 'POST', endpoint, body, secrets: [openId] });
  return { msgId: readId(answer.msgid) };
}

/** `fromEntries`, not assignment: whatever a field is called, it becomes a field. */
function formatData(data: Record<string, string>): Record<string, { value: string }> {
  return Object.fromEntries(
    Object.entries(data).map(([name, words]) => [name, { value: fitTemplateWords(name, words) }]),
  );
}

function requireAddress(url: string): string {
  const isAddress = /^https?:$/.test(URL.parse(url)?.protocol ?? '') && url.length <= 1024;
  if (!isAddress) throw new RangeError('A message leads to an absolute http address.');
  return url;
}
