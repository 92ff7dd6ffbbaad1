import { hash } from 'node:crypto';
import { parseXml, WechatXmlError } from './xml-reader.ts';
import type { XmlElement, XmlValue } from './xml-reader.ts';

export interface ScanCodeInfo {
  [name: string]: XmlValue | undefined;
  /** `qrcode` or `barcode`. */
  ScanType?: string;
  /** What the printed code says: anybody's text, to be judged before use. */
  ScanResult?: string;
}

/** Fields as WeChat names them. Every scalar is text, `CreateTime` (seconds) and ids included. */
export interface IncomingMessage {
  [name: string]: XmlValue | ScanCodeInfo | undefined;
  ToUserName?: string;
  FromUserName?: string;
  CreateTime?: string;
  MsgType?: string;
  MsgId?: string;
  MsgID?: string;
  Content?: string;
  Event?: string;
  EventKey?: string;
  Ticket?: string;
  Status?: string;
  MenuId?: string;
  Encrypt?: string;
  /** Of user_authorization_revoke and its like: who, and of what; see protocol §2. */
  OpenID?: string;
  AppID?: string;
  RevokeInfo?: string;
  ScanCodeInfo?: ScanCodeInfo;
}

/** A message that went through `readCallback`: the four fields every message has are there. */
export type ReceivedMessage = IncomingMessage &
  Required<Pick<IncomingMessage, 'ToUserName' | 'FromUserName' | 'CreateTime' | 'MsgType'>>;

const SCALAR_NAMES = [
  ...['ToUserName', 'FromUserName', 'CreateTime', 'MsgType', 'MsgId', 'MsgID', 'Content'],
  ...['Event', 'EventKey', 'Ticket', 'Status', 'MenuId', 'Encrypt'],
  ...['OpenID', 'AppID', 'RevokeInfo'],
];

/**
 * Reads a message or event, or the envelope around an encrypted one.
 * @throws WechatXmlError also when a field that is always text holds elements or comes twice
 */
export function parseMessage(xml: string): IncomingMessage {
  const fields = parseXml(xml);
  assertScalars(fields, SCALAR_NAMES);
  const { ScanCodeInfo: scan, ...others } = fields;
  if (scan === undefined || scan === '') return others;
  if (typeof scan === 'string' || Array.isArray(scan)) throw notText('ScanCodeInfo');
  assertScalars(scan, ['ScanType', 'ScanResult']);
  return { ...others, ScanCodeInfo: scan };
}

/**
 * Equal for a push and its retries, different for two things that happened in the same second.
 * Messages have their own id; events only have sender and second, so what was pressed, scanned or
 * reported is added. The parts are joined as JSON: no text can imitate the border between two.
 */
export function dedupeKey(message: IncomingMessage, appId?: string): string {
  if (message.MsgType !== 'event' && message.MsgId) return `MsgId:${message.MsgId}`;
  const parts = [
    appId ?? message.ToUserName,
    message.FromUserName,
    message.CreateTime,
    message.Event,
    message.EventKey,
    message.ScanCodeInfo?.ScanResult,
    message.MsgID,
    message.RevokeInfo,
    // Of 订阅通知: which templates, and of what was sent which message.
    message.SubscribeMsgPopupEvent ?? message.SubscribeMsgChangeEvent,
    message.SubscribeMsgSentEvent,
  ];
  return hash('sha256', JSON.stringify(parts));
}

/** Scene of the parametric QR behind a `subscribe` or `SCAN` event; only the first is prefixed. */
export function qrSceneOf(message: IncomingMessage): string | null {
  const { Event: event, EventKey: eventKey } = message;
  if (!eventKey) return null;
  if (event === 'SCAN') return eventKey;
  if (event === 'subscribe' && eventKey.startsWith('qrscene_')) return eventKey.slice(8);
  return null;
}

function assertScalars(element: XmlElement, names: readonly string[]): void {
  for (const name of names) {
    if (element[name] !== undefined && typeof element[name] !== 'string') throw notText(name);
  }
}

function notText(name: string): WechatXmlError {
  return new WechatXmlError('malformed', `The XML is not a WeChat message: ${name} is odd.`);
}
