import type { WechatClient } from '@mashang/wechat';
import { createChatSender, type SendChatText } from './chat-sender.ts';
import { createSubscriptionSender, type SendSubscription } from './subscription-sender.ts';
import { createTemplateSender, type SendTemplate } from './template-sender.ts';

export interface Senders {
  sendChatText: SendChatText;
  sendTemplate: SendTemplate;
  sendSubscription: SendSubscription;
}

/** Every way the account has to tell somebody something unasked. */
export function createSenders(client: WechatClient): Senders {
  return {
    sendChatText: createChatSender(client),
    sendTemplate: createTemplateSender(client),
    sendSubscription: createSubscriptionSender(client),
  };
}
