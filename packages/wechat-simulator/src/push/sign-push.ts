import { createHash, randomBytes } from 'node:crypto';
import { encryptMessage } from '@mashang/wechat';
import type { ResolvedOptions } from '../simulator-options.ts';
import { element } from './event-xml.ts';

interface SignedPush {
  url: string;
  body: string;
}

/** A push in safe mode: both signatures in the query, only the receiver and ciphertext in the body. */
export function signPush(input: {
  options: ResolvedOptions;
  callbackUrl: string;
  openId: string;
  xml: string;
}): SignedPush {
  const { options, openId, xml } = input;
  const query = signedQuery(options);
  const { encrypt, msgSignature } = encryptMessage({
    encodingAesKey: options.encodingAesKey,
    appId: options.appId,
    message: xml,
    token: options.token,
    timestamp: query.timestamp,
    nonce: query.nonce,
  });
  const url = new URL(input.callbackUrl);
  setQuery(url, { ...query, openid: openId, encrypt_type: 'aes', msg_signature: msgSignature });
  const body = `<xml>${element('ToUserName', options.originalId)}${element('Encrypt', encrypt)}</xml>`;
  return { url: url.href, body };
}

/** The address the console calls when somebody saves the callback settings. */
export function signEcho(options: ResolvedOptions, callbackUrl: string, echo: string): string {
  const url = new URL(callbackUrl);
  setQuery(url, { ...signedQuery(options), echostr: echo });
  return url.href;
}

function signedQuery(options: ResolvedOptions) {
  const timestamp = String(Math.floor(options.now().getTime() / 1000));
  const nonce = String(randomBytes(4).readUInt32BE());
  // Written here once more, not borrowed from the client: the two sides check each other.
  const sorted = [options.token, timestamp, nonce].sort().join('');
  return { signature: createHash('sha1').update(sorted).digest('hex'), timestamp, nonce };
}

function setQuery(url: URL, query: Record<string, string>): void {
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
}
