import type { DeliveryReason } from '../../texts-notice-channels.ts';

/** What came of one message. A sender throws only what was surely not taken and may be later. */
export type SendOutcome =
  /** WeChat took it. `msgId` is what it reports about it by, where it reports. */
  | { outcome: 'sent'; msgId: string | null }
  /** Not to this user, or not this message. */
  | { outcome: 'undeliverable'; reason: DeliveryReason; errcode: number }
  /** To nobody until the day ends, or a person opens the channel. */
  | { outcome: 'unavailable'; reason: DeliveryReason; errcode: number }
  /** Nobody knows whether WeChat took it. */
  | { outcome: 'unanswered' };

interface TemplateMessage {
  openId: string;
  templateId: string;
  url: string;
  data: Record<string, string>;
}

/** The Official Account in force, and the ways it has to tell somebody something. */
export interface NoticeAccount {
  appId: string;
  sendChatText: (openId: string, text: string) => Promise<SendOutcome>;
  /** The same `clientMessageId` sent again within ten minutes is shown once. */
  sendTemplate: (message: TemplateMessage & { clientMessageId: string }) => Promise<SendOutcome>;
  sendSubscription: (message: TemplateMessage) => Promise<SendOutcome>;
}
