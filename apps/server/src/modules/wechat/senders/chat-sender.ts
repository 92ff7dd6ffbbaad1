import type { WechatClient } from '@mashang/wechat';
import { deliver, type Delivery } from './delivery.ts';

/** Sends one text to one follower. Throws WechatError for what may be over at a later try. */
export type SendChatText = (openId: string, text: string) => Promise<Delivery>;

/**
 * Texts in the chat (客服消息): within 48 hours after the user wrote, a minute after a tap. What cannot
 * be said there stands in the app.
 */
export function createChatSender(
  client: Pick<WechatClient, 'sendCustomerServiceText'>,
): SendChatText {
  return (openId, text) =>
    deliver('/cgi-bin/message/custom/send', async () => {
      await client.sendCustomerServiceText(openId, text);
      return null;
    });
}
