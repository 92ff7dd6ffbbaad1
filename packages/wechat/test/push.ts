import { encryptMessage } from '../src/index.ts';
import type { CallbackConfig } from '../src/index.ts';
import { signParts } from '../src/signature.ts';

export const now = new Date('2026-11-22T12:00:00Z');
export const timestamp = String(now.getTime() / 1000);
export const nonce = '415670741';
export const config = {
  token: 'AAAAA',
  encodingAesKey: 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR',
  appId: 'wxba5fad812f8e6fb9',
} satisfies CallbackConfig;
export const previousKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

export function scanEvent(result: string): string {
  return (
    `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o1]]></FromUserName>` +
    `<CreateTime>1</CreateTime><MsgType><![CDATA[event]]></MsgType>` +
    `<Event><![CDATA[scancode_waitmsg]]></Event><EventKey><![CDATA[SCAN_POINTS]]></EventKey>` +
    `<ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType>` +
    `<ScanResult><![CDATA[${result}]]></ScanResult></ScanCodeInfo></xml>`
  );
}

/** A push as the platform makes it in safe mode. */
export function push(message: string, by: typeof config = config, stamp = timestamp) {
  const { encrypt, msgSignature } = encryptMessage({ ...by, message, timestamp: stamp, nonce });
  const query = {
    signature: signParts([by.token, stamp, nonce]),
    timestamp: stamp,
    nonce,
    openid: 'o1',
    encrypt_type: 'aes',
    msg_signature: msgSignature,
  };
  const body =
    `<xml><ToUserName><![CDATA[gh_1]]></ToUserName>` +
    `<Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`;
  return { query, body };
}
