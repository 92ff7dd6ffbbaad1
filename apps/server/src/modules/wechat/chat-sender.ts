import { WechatError } from '@mashang/wechat';
import type { WechatClient } from '@mashang/wechat';

/** Why a text cannot reach its reader, now or by trying again. */
export type UndeliverableReason =
  /** The user did nothing in the chat for too long (48 hours; a minute after a mere tap). */
  | 'windowClosed'
  /** The user was written to as often as WeChat allows until they do something again. */
  | 'tooMany'
  | 'notFollowing'
  /** The user has turned messages off, or blocked the account. */
  | 'refused'
  | 'unknownReceiver'
  /** Too long, empty, or not allowed by WeChat. */
  | 'contentRefused';

export type ChatDelivery =
  { outcome: 'sent' } | { outcome: 'undeliverable'; reason: UndeliverableReason };

/** Sends one text to one follower. Throws WechatError for what may be over at a later try. */
export type SendChatText = (openId: string, text: string) => Promise<ChatDelivery>;

/**
 * Texts in the chat (客服消息). What lies with the receiver or the text is an outcome, not an error: such
 * a message is lost for the chat and stands in the app. What lies with the account, the network or the
 * platform throws, whether time or a person mends it.
 */
export function createChatSender(
  client: Pick<WechatClient, 'sendCustomerServiceText'>,
): SendChatText {
  return async (openId, text) => {
    try {
      await client.sendCustomerServiceText(openId, text);
      return { outcome: 'sent' };
    } catch (error) {
      const reason = error instanceof WechatError ? reasons.get(error.errcode) : undefined;
      if (reason === undefined) throw error;
      return { outcome: 'undeliverable', reason };
    }
  };
}

/** By the platform's return codes. */
const reasons = new Map<number, UndeliverableReason>([
  [45015, 'windowClosed'],
  [45047, 'tooMany'],
  [43004, 'notFollowing'],
  [50005, 'notFollowing'],
  [48002, 'refused'],
  [43019, 'refused'],
  [40003, 'unknownReceiver'],
  [44004, 'contentRefused'],
  [45002, 'contentRefused'],
  [87014, 'contentRefused'],
]);
