import type { WechatClient } from '@mashang/wechat';
import { deliver, type Delivery } from './delivery.ts';

export interface TemplateMessage {
  openId: string;
  templateId: string;
  /** The page it opens. */
  url: string;
  /** The words of each field, by the platform's names of the fields. */
  data: Record<string, string>;
}

/**
 * Sends one template message (模板消息) to one follower. Throws WechatError for what may be over at a
 * later try. The same `clientMessageId` sent again within ten minutes is not shown again.
 */
export type SendTemplate = (
  message: TemplateMessage & { clientMessageId: string },
) => Promise<Delivery>;

export function createTemplateSender(
  client: Pick<WechatClient, 'sendTemplateMessage'>,
): SendTemplate {
  return (message) =>
    deliver('/cgi-bin/message/template/send', async () => {
      const { msgId } = await client.sendTemplateMessage(message);
      return msgId;
    });
}
