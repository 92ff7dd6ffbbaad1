/** What became of messages we sent: of a template, or of any number of 订阅通知. */
export function readDeliveryReports(message) {
  const { MsgID: msgId, Status: status = '' } = message;
  if (message.Event === 'TEMPLATESENDJOBFINISH') return msgId ? [{ msgId, status }] : [];
  return listOf(message['SubscribeMsgSentEvent']).flatMap((one) => {
    const sentId = textOf(one, 'MsgID');
    if (sentId === '') return [];
    const isShown = textOf(one, 'ErrorCode') === '0';
    // As template messages report it.
    return { msgId: sentId, status: isShown ? 'success' : `failed:${textOf(one, 'ErrorStatus')}` };
  });
}
/** Templates somebody agreed to be told by, or no longer. */
export function readConsent(message) {
  const event = message['SubscribeMsgPopupEvent'] ?? message['SubscribeMsgChangeEvent'];
  return listOf(event).flatMap((one) => {
    const templateId = textOf(one, 'TemplateId');
    const status = textOf(one, 'SubscribeStatusString');
    if (templateId === '') return [];
    if (status === 'accept') return [{ templateId, change: 'accepted' }];
    return status === 'reject' ? [{ templateId, change: 'rejected' }] : [];
  });
}
function listOf(event) {
  if (!isElement(event)) return [];
  const list = event['List'];
  return Array.isArray(list) ? list.filter(isElement) : [];
}
function isElement(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function textOf(element, name) {
  const value = element[name];
  return typeof value === 'string' ? value : '';
}
