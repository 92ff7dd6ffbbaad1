import type { WechatClient } from '@mashang/wechat';
import { deliver, type Delivery } from './delivery.ts';
import type { TemplateMessage } from './template-sender.ts';

/**
 * Sends one 订阅通知, which uses up one consent of the user, following or not. Throws WechatError for
 * what may be over at a later try.
 */
export type SendSubscription = (message: TemplateMessage) => Promise<Delivery>;

export function createSubscriptionSender(
  client: Pick<WechatClient, 'sendSubscriptionMessage'>,
): SendSubscription {
  return ({ url, ...message }) =>
    deliver('/cgi-bin/message/subscribe/bizsend', async () => {
      const { msgId } = await client.sendSubscriptionMessage({ ...message, page: url });
      return msgId;
    });
}
