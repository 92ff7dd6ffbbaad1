import { createHash, randomInt } from 'node:crypto';
import { encryptMessage } from '@mashang/wechat';
import { element } from '../push/event-xml.ts';
import type { ResolvedSelfTestOptions } from './self-test-options.ts';

/** A call as it goes over the wire; a list, because names may come twice. */
export interface Call {
  query: [name: string, value: string][];
  body: string | Uint8Array<ArrayBuffer>;
}

/** In what a call differs from one of the platform. */
export interface CallChange {
  mode?: ResolvedSelfTestOptions['mode'];
  appId?: string;
  token?: string;
  /** Whose openid stands in the address. */
  openId?: string;
  ageSeconds?: number;
  /** Changes the ciphertext before it is signed. */
  encrypt?: (ciphertext: string) => string;
}

/** A message as the platform sends it in the account's mode, except for what is changed. */
export function signCall(
  options: ResolvedSelfTestOptions,
  xml: string,
  change: CallChange = {},
): Call {
  const { mode, appId, token, encodingAesKey, originalId } = { ...options, ...change };
  const query = signQuery(options, change);
  if (change.openId) query.push(['openid', change.openId]);
  if (mode === 'plain') return { query, body: xml };
  const { timestamp = '', nonce = '' } = Object.fromEntries(query);
  const sealed = encryptMessage({ appId, token, encodingAesKey, message: xml, timestamp, nonce });
  const encrypt = change.encrypt?.(sealed.encrypt) ?? sealed.encrypt;
  const signature = sha1(token, timestamp, nonce, encrypt);
  const clear =
    mode === 'safe'
      ? element('ToUserName', originalId)
      : xml.slice('<xml>'.length, -'</xml>'.length);
  return {
    query: [...query, ['encrypt_type', 'aes'], ['msg_signature', signature]],
    body: `<xml>${clear}${element('Encrypt', encrypt)}</xml>`,
  };
}

/** The part of the address that every call of the platform has. */
export function signQuery(
  options: ResolvedSelfTestOptions,
  change: CallChange = {},
): Call['query'] {
  const { token } = { ...options, ...change };
  const seconds = Math.floor(options.now().getTime() / 1000) - (change.ageSeconds ?? 0);
  const timestamp = String(seconds);
  const nonce = String(randomInt(1_000_000_000, 2 ** 32));
  return [
    ['signature', sha1(token, timestamp, nonce)],
    ['timestamp', timestamp],
    ['nonce', nonce],
  ];
}

/** The call with another value for, or without (null), one name of its address. */
export function withQuery(call: Call, name: string, value: string | null): Call {
  const others = call.query.filter(([known]) => known !== name);
  return { ...call, query: value === null ? others : [...others, [name, value]] };
}

function sha1(...parts: string[]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}
