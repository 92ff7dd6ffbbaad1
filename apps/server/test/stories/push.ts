import { createHash } from 'node:crypto';
import { decryptMessage, encryptMessage, parseXml } from '@mashang/wechat';
import type { TestServer } from '../harness.ts';

type Signer = Pick<TestServer, 'publicUrl' | 'clock' | 'wechatAccount'>;

/** The clear XML of a menu scan, as WeChat writes it. */
export function scanMessage(openId: string, scanResult: string, at = new Date()): string {
  const safe = scanResult.replaceAll(']]>', ']]]]><![CDATA[>');
  return (
    `<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>` +
    `<FromUserName><![CDATA[${openId}]]></FromUserName>` +
    `<CreateTime>${Math.floor(at.getTime() / 1000)}</CreateTime>` +
    `<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[scancode_waitmsg]]></Event>` +
    `<EventKey><![CDATA[SCAN_POINTS]]></EventKey><ScanCodeInfo><ScanType><![CDATA[qrcode]]>` +
    `</ScanType><ScanResult><![CDATA[${safe}]]></ScanResult></ScanCodeInfo></xml>`
  );
}

export interface SignedPush {
  url: string;
  query: Record<string, string>;
  body: string;
}

/** A push as the platform signs it in safe mode; every part may be replaced by an attacker's. */
export function signPush(
  server: Signer,
  message: string,
  forged: { appId?: string; token?: string; at?: Date } = {},
): SignedPush {
  const account = { ...server.wechatAccount, ...forged };
  const at = forged.at ?? server.clock.now();
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const nonce = '1372623149';
  const { encrypt, msgSignature } = encryptMessage({ ...account, message, timestamp, nonce });
  const query = {
    signature: sha1([account.token, timestamp, nonce]),
    timestamp,
    nonce,
    openid: 'o1',
    encrypt_type: 'aes',
    msg_signature: msgSignature,
  };
  const body = envelope(encrypt);
  return { url: callbackUrl(server, query), query, body };
}

export function envelope(encrypt: string): string {
  return (
    '<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>' +
    `<Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`
  );
}

export function callbackUrl(
  server: Pick<TestServer, 'publicUrl'>,
  query: Record<string, string>,
): string {
  return `${server.publicUrl}/wechat/callback?${new URLSearchParams(query).toString()}`;
}

/** The signature over text parts, as the platform makes it. */
export function sha1(parts: string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** The clear XML of an encrypted reply. */
export function openReply(server: Signer, body: string): string {
  const { Encrypt } = parseXml(body);
  if (typeof Encrypt !== 'string') throw new Error(`the reply is not encrypted: ${body}`);
  return decryptMessage({ ...server.wechatAccount, encrypt: Encrypt });
}
