import type { MarketCodes } from './market-codes.ts';
import type { Menu } from './menu.ts';

/** What `createWechatClient` gives. All calls throw `WechatError`. */
export interface WechatClient {
  getAccessToken(): Promise<string>;
  getJsApiTicket(): Promise<string>;
  /**
   * Renews stored credentials that are near their end, so that nobody has to wait for them: to be
   * called every minute or so. Never rejects: what fails is logged.
   */
  keepFresh(): Promise<void>;
  /** Where a page inside WeChat sends the phone to learn, silently, whose it is. */
  authorizeUrl(input: { redirectUri: string; state: string; scope?: 'snsapi_base' }): string;
  /**
   * Turns the single-use code into the openid. `isSnapshotUser` says that the identity is a made-up
   * one of WeChat's preview mode: never bind or credit it.
   */
  exchangeOAuthCode(code: string): Promise<{ openId: string; isSnapshotUser: boolean }>;
  /** Input of `wx.config`. Sign only URLs of your own; this does not know which are. */
  signJsApiUrl(
    url: string,
  ): Promise<{ appId: string; timestamp: number; nonceStr: string; signature: string }>;
  createMenu(menu: Menu): Promise<void>;
  getMenu(): Promise<Menu | null>;
  deleteMenu(): Promise<void>;
  /**
   * A text in the chat with one user (客服消息), possible only for a while after that user wrote, tapped
   * or scanned. Its refusals are normal: 45015 too late, 45047 too many, 43004 not following.
   * After a time-out nobody knows whether it was shown, so it is not sent again here.
   */
  sendCustomerServiceText(openId: string, content: string): Promise<void>;
  /**
   * A template message: to followers, and not for advertising. Words too long for their field are
   * cut, line ends become blanks. With the same `clientMessageId` (1 to 32 characters) and openid
   * the platform shows one message within ten minutes. Normal refusals: 43004 not following,
   * 43101 refused by the user, 40037 no such template. What became of it says a later event.
   */
  sendTemplateMessage(message: TemplateMessage): Promise<{ msgId: string }>;
  /**
   * A 订阅通知, one for each consent (43101: there is none); also to who does not follow. The platform
   * does not always tell the id of what it sent.
   */
  sendSubscriptionMessage(message: SubscriptionMessage): Promise<{ msgId: string | null }>;
  /** The templates the account has chosen on the platform. */
  listTemplates(channel: TemplateChannel): Promise<AccountTemplate[]>;
  /**
   * A QR of the account that tells who scanned it (`scene`, 1 to 64 characters). Null: permanent,
   * 100 000 of them for ever; otherwise seconds, up to 30 days. `url` is what the QR says.
   */
  createQr(qr: {
    scene: string;
    expireSeconds: number | null;
  }): Promise<{ ticket: string; url: string }>;
  /** Where the platform shows the picture of that QR to anybody. */
  showQrUrl(ticket: string): string;
  /** From where the platform pushes: addresses and networks (1.2.3.0/24), see `isAddressAmong`. */
  getCallbackIps(): Promise<string[]>;
  readonly marketCodes: MarketCodes;
}

export interface TemplateMessage {
  openId: string;
  templateId: string;
  url?: string;
  /** By the names of the template's fields, such as thing1. */
  data: Record<string, string>;
  clientMessageId?: string;
}

export interface SubscriptionMessage {
  openId: string;
  templateId: string;
  /** Address of a page of ours. */
  page?: string;
  data: Record<string, string>;
}

export type TemplateChannel = 'template' | 'subscription';

export interface AccountTemplate {
  templateId: string;
  title: string;
  /** With its fields, such as {{thing1.DATA}}. */
  content: string;
}
