import type { Tx } from '../../../platform/database.ts';

/** A WeChat user of one account. */
export interface ChatUser {
  appId: string;
  openId: string;
}

export interface ChatScan extends ChatUser {
  text: string;
  scanType: 'qrcode' | 'barcode' | 'typed';
  /** UUID of the message: however often WeChat sends it, it is one attempt. */
  attemptId: string;
}

export interface SubscriptionChange {
  templateId: string;
  change: 'accepted' | 'rejected';
}

/** What the chat asks of the rest of the product; composed in wechat-handlers.ts. */
export interface ChatHandlers {
  /** A scan or a typed code; the answer is the text of the reply. */
  answerScan: (scan: ChatScan) => Promise<string>;
  /** 我的积分 as a button of the menu. */
  answerPoints: (user: ChatUser) => Promise<string>;
  /** A parametric QR of the account was scanned; null: the welcome says enough. */
  answerScene: (
    visit: ChatUser & { scene: string; isNewFollower: boolean; at: Date },
  ) => Promise<string | null>;
  /** What became of a template or subscription message. `status` in the platform's words. */
  onDeliveryReport: (report: ChatUser & { msgId: string; status: string }) => Promise<void>;
  /** Consent to 订阅通知, given or withdrawn; called once for each event. */
  onSubscriptionChange: (
    consent: ChatUser & { changes: SubscriptionChange[]; at: Date },
  ) => Promise<void>;
  /** The person closed their WeChat account: forgets them; what was deleted, in words. */
  onUserGone: (tx: Tx, user: ChatUser) => Promise<string>;
}
