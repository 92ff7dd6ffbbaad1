import { normalizeCode } from '@mashang/code-cipher';
import { chatTexts } from '../../../texts-chat.ts';
import { texts } from '../../../texts.ts';
import { eventRules, ignoredEvents } from './event-rules.ts';
import { attemptIdOf } from './message-key.ts';
/**
 * What to do about a message: the rules of events stand in event-rules.ts. A message of a kind nobody
 * knows is silence; `onUnknown` hears its name.
 */
export function planMessage(message, input) {
  const { appId, messageKey, handlers, publicUrl } = input;
  const user = { appId, openId: message.FromUserName };
  const attemptId = attemptIdOf(messageKey);
  if (message.MsgType === 'event') {
    const { Event: name = '' } = message;
    const rule = eventRules.get(name);
    if (rule) return rule({ message, user, attemptId, at: momentOf(message, input.now) }, input);
    if (!ignoredEvents.has(name)) input.onUnknown(name);
    return { kind: 'silent' };
  }
  switch (message.MsgType) {
    case 'text': {
      const { Content: text = '' } = message;
      if (!normalizeCode(text)) {
        return {
          kind: 'say',
          text: texts.zh.helpReply(`${publicUrl}/scan`, `${publicUrl}/points`),
        };
      }
      const scan = { ...user, text, scanType: 'typed', attemptId };
      return { kind: 'scan', work: () => handlers.answerScan(scan) };
    }
    case 'image':
      return { kind: 'say', text: chatTexts.zh.pictureReply(`${publicUrl}/scan`) };
    default:
      // voice, video, shortvideo, location, link: for people in the platform's own customer service.
      return { kind: 'silent' };
  }
}
function momentOf({ CreateTime }, now) {
  return /^\d{1,11}$/.test(CreateTime) ? new Date(Number(CreateTime) * 1000) : now;
}
