/**
 * What the simulated platform remembers. All of it is plain data, so that it can be written to one
 * JSON file. Times are milliseconds since 1970 unless the name says seconds.
 */
export interface SimulatorState {
  version: 1;
  /** Newest last; kept for a day after their end so that "expired" can be told from "unknown". */
  accessTokens: AccessToken[];
  ticket: { value: string; validUntil: number } | null;
  forcedRefreshesAt: number[];
  menu: Menu | null;
  menuId: number;
  users: PhoneUser[];
  sms: Sms[];
  shelf: Bottle[];
  /** Parametric QRs, the temporary ones until a day after their end. */
  qrs: QrCode[];
  /** Of template messages and 订阅通知, as chosen in the platform's console. */
  templates: Template[];
  /** Calls of one day by path, and the days of this month on which they were cleared. */
  quota: { day: string; used: Record<string, number>; clearedOn: string[] };
  /** 微信一物一码. */
  marketApplications: MarketApplication[];
  /** Source of message and SMS numbers; only grows. */
  lastNumber: number;
}

export interface AccessToken {
  value: string;
  /** `/cgi-bin/token` and `/cgi-bin/stable_token` hand out tokens that know nothing of each other. */
  family: 'plain' | 'stable';
  validUntil: number;
  /** Ended early by a newer token rather than by age. */
  revoked: boolean;
}

export interface Menu {
  button: MenuButton[];
}

export interface MenuButton {
  name: string;
  type?: string;
  key?: string;
  url?: string;
  sub_button?: MenuButton[];
  [field: string]: unknown;
}

export interface PhoneUser {
  id: string;
  name: string;
  openId: string;
  following: boolean;
  /** Since when; null for those who always did, and for strangers. */
  followedAt: number | null;
  /** The scene of the QR they came by. */
  followedByScene: string | null;
  /** Ticket of the parametric QR a stranger scanned; following now tells its scene. */
  pendingQr: string | null;
  /** Plays a page opened in snapshot mode: OAuth answers a virtual openid. */
  snapshot: boolean;
  messages: ChatMessage[];
  /** How long, and how often, the account may write to this user unasked. */
  chatWindows: ChatWindow[];
  /** 订阅通知 that may still be sent, by template. */
  consents: Record<string, number>;
  /** Templates this user no longer wants: 43101. */
  refusedTemplates: string[];
  /** What TEMPLATESENDJOBFINISH says of messages to this user. */
  deliveryReport: DeliveryReport;
}

export type DeliveryReport = 'success' | 'failed:user block' | 'failed: system failed';

export interface ChatWindow {
  kind: 'message' | 'tap';
  closesAt: number;
  messagesLeft: number;
}

export interface ChatMessage {
  id: string;
  at: number;
  from: 'user' | 'account' | 'system';
  kind: 'text' | 'news' | 'receiving' | 'unavailable' | 'scanned' | 'template' | 'subscription';
  text: string;
  articles?: Article[];
  /** Of a template message or 订阅通知. */
  card?: MessageCard;
}

export interface MessageCard {
  /** Absent in what a former version wrote down. */
  templateId?: string;
  title: string;
  rows: TemplateRow[];
  /** Where a tap leads. */
  url: string | null;
  /** Shown under 服务通知 because its receiver does not follow. */
  isServiceNotice: boolean;
}

export interface Article {
  title: string;
  description: string;
  pictureUrl: string;
  url: string;
}

export interface Sms {
  id: string;
  at: number;
  mobile: string;
  text: string;
}

/** A bottle of the demo shelf; `text` is what its printed QR says. */
export interface Bottle {
  label: string;
  text: string;
  note?: string;
}

/** A parametric QR (带参数二维码). */
export interface QrCode {
  ticket: string;
  /** What the QR says: `http://weixin.qq.com/q/…`. */
  url: string;
  /** As it comes back in events, numbers as text. */
  scene: string;
  /** A number and the same digits as text are two scenes. */
  isText: boolean;
  /** Null: permanent. */
  expiresAt: number | null;
}

/** Template messages and 订阅通知 know different templates. */
export type TemplateChannel = 'template' | 'subscription';

export interface Template {
  templateId: string;
  channel: TemplateChannel;
  title: string;
  /** Lines such as `商品名称:{{thing1.DATA}}`. */
  content: string;
  example: string;
  /** Of 订阅通知: 2 once for each consent, 3 for as long as the user likes. */
  type: 2 | 3;
}

/** A line of a message made from a template. */
export interface TemplateRow {
  name: string;
  value: string;
}

/** An order of codes (申请单) of 微信一物一码. */
export interface MarketApplication {
  applicationId: number;
  isvApplicationId: string;
  codeCount: number;
  /** Number of its first code among all codes of the simulator. */
  firstNumber: number;
  createdAt: number;
  finishedAt: number;
  /** Oldest first; a later one of the same codes counts. */
  activations: MarketActivation[];
}

/** As `codeactive` was told it. */
export interface MarketActivation {
  activity_name: string;
  product_brand: string;
  product_title: string;
  product_code: string;
  wxa_appid: string;
  wxa_path: string;
  wxa_type: number;
  code_start: number;
  code_end: number;
}
