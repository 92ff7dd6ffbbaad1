import { randomBytes, randomUUID } from 'node:crypto';
import type { WechatConfig } from '@mashang/server/src/platform/config.ts';
import { encryptMessage } from '@mashang/wechat';
import { publicUrl } from './bench-server.ts';
import { visitorOpenId } from './seed.ts';

const host = new URL(publicUrl).host;
const userAgent =
  'Mozilla/5.0 (Linux; Android 14; 23013RK75C) AppleWebKit/537.36 (KHTML, like Gecko) ' +
  'Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 MicroMessenger/8.0.50.2701 Language/zh_CN';

/** `POST /api/scans` with the headers the page in WeChat sends. */
export function scanRequest(scan: { sessionToken: string; text: string }): string {
  const body = JSON.stringify({ text: scan.text, scanType: 'qrcode', attemptId: randomUUID() });
  return (
    `POST /api/scans HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${publicUrl}\r\n` +
    `User-Agent: ${userAgent}\r\nAccept: */*\r\nAccept-Language: zh-CN,zh;q=0.9\r\n` +
    `Cookie: mashang_member=${scan.sessionToken}\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}

/** The platform's push of 扫码积分, encrypted and signed as in safe mode. */
export function chatScanRequest(
  wechat: WechatConfig,
  scan: { memberId: number; text: string },
): string {
  const openId = visitorOpenId(scan.memberId);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const message =
    `<xml><ToUserName><![CDATA[${wechat.originalId}]]></ToUserName>` +
    `<FromUserName><![CDATA[${openId}]]></FromUserName><CreateTime>${timestamp}</CreateTime>` +
    '<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[scancode_waitmsg]]></Event>' +
    '<EventKey><![CDATA[SCAN_POINTS]]></EventKey><ScanCodeInfo>' +
    '<ScanType><![CDATA[qrcode]]></ScanType>' +
    `<ScanResult><![CDATA[${scan.text}]]></ScanResult></ScanCodeInfo></xml>`;
  const { encodingAesKey, appId, token } = wechat;
  const nonce = randomBytes(5).toString('hex');
  const sealed = encryptMessage({ encodingAesKey, appId, message, token, timestamp, nonce });
  const query =
    `timestamp=${timestamp}&nonce=${nonce}&openid=${openId}` +
    `&encrypt_type=aes&msg_signature=${sealed.msgSignature}`;
  const body =
    `<xml><ToUserName><![CDATA[${wechat.originalId}]]></ToUserName>` +
    `<Encrypt><![CDATA[${sealed.encrypt}]]></Encrypt></xml>`;
  return (
    `POST /wechat/callback?${query} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: Mozilla/4.0\r\n` +
    `Accept: */*\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n` +
    body
  );
}
