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
  /** Plays a page opened in snapshot mode: OAuth answers a virtual openid. */
  snapshot: boolean;
  messages: ChatMessage[];
  /** How long, and how often, the account may write to this user unasked. */
  chatWindows: ChatWindow[];
}

export interface ChatWindow {
  kind: 'message' | 'tap';
  closesAt: number;
  messagesLeft: number;
}

export interface ChatMessage {
  id: string;
  at: number;
  from: 'user' | 'account' | 'system';
  kind: 'text' | 'news' | 'receiving' | 'unavailable' | 'scanned';
  text: string;
  articles?: Article[];
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
