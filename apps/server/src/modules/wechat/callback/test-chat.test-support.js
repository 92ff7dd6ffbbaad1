import { encryptMessage, parseXml, decryptMessage } from '@mashang/wechat';
import { sha1 } from '../../../../test/stories/push.ts';
import { createFastifyApp } from '../../../platform/fastify-app.ts';
import { addJob } from '../../../platform/jobs.ts';
import { registerCallbackRoutes } from './callback-routes.ts';
export const testAccount = {
  appId: 'wx0123456789abcdef',
  appSecret: 'a-secret-of-the-tests',
  token: 'AAAAA',
  encodingAesKeys: ['A'.repeat(43)],
  originalId: 'gh_97417a04a28d',
  accountName: '厨味',
  messageMode: 'safe',
  onlyCallbackIps: false,
  verifyFiles: [],
  source: 'settings',
};
export const publicUrl = 'https://q.example.cn';
export function openTestChat(options) {
  const account = { ...testAccount, ...options.account };
  const { db, clock, budgetMs = 2_000 } = options;
  const client = options.client ?? {};
  const app = createFastifyApp({
    logLevel: 'silent',
    ...{ trustedProxies: [], ownOrigins: [], scriptOrigins: [], frameAncestors: [] },
  });
  registerCallbackRoutes(app, {
    ...{ db, clock, addJob, publicUrl, budgetMs },
    accounts: { current: async () => ({ account, client }), forget: () => undefined },
    handlers: { ...silentHandlers, ...options.handlers },
  });
  return {
    account,
    async push(xml, { from = '127.0.0.1', ...forged } = {}) {
      const signed = signTestPush(account, xml, clock.now());
      const answer = await app.inject({
        method: 'POST',
        url: '/wechat/callback',
        query: forged.query ?? signed.query,
        payload: forged.body ?? signed.body,
        headers: { 'content-type': 'text/xml' },
        remoteAddress: from,
      });
      const { statusCode: status, body } = answer;
      return { status, body, text: body.startsWith('<') ? openTestReply(account, body) : null };
    },
    async echo(query) {
      const answer = await app.inject({ url: '/wechat/callback', query });
      const type = String(answer.headers['content-type']);
      return { status: answer.statusCode, body: answer.body, type };
    },
    close: () => app.close(),
  };
}
/** As the platform sends it in the account's mode. */
export function signTestPush(
  { appId, token, encodingAesKeys, originalId, messageMode },
  message,
  at,
) {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const nonce = String(Math.floor(Math.random() * 2 ** 32));
  const query = { signature: sha1([token, timestamp, nonce]), timestamp, nonce, openid: 'o1' };
  if (messageMode === 'plain') return { query, body: message };
  const encodingAesKey = encodingAesKeys[0] ?? '';
  const { encrypt, msgSignature } = encryptMessage({
    ...{ appId, token, encodingAesKey, message, timestamp, nonce },
  });
  const clear =
    messageMode === 'safe'
      ? `<ToUserName><![CDATA[${originalId}]]></ToUserName>`
      : message.slice('<xml>'.length, -'</xml>'.length);
  return {
    query: { ...query, encrypt_type: 'aes', msg_signature: msgSignature },
    body: `<xml>${clear}<Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`,
  };
}
/** The clear XML of an event; fields in the platform's names, as CDATA. */
export function eventXml(fields, { openId = 'oUser', at, more = '' }) {
  return messageXml({ MsgType: 'event', ...fields }, { openId, at, more });
}
export function messageXml(fields, { openId = 'oUser', at, more = '' }) {
  const all = { ToUserName: testAccount.originalId, FromUserName: openId, ...fields };
  const inside = Object.entries(all)
    .map(([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`)
    .join('');
  const seconds = Math.floor(at.getTime() / 1000);
  return `<xml>${inside}<CreateTime>${seconds}</CreateTime>${more}</xml>`;
}
/** A scan of the menu's scancode_waitmsg. */
export function scanXml(text, input) {
  const { event = 'scancode_waitmsg', scanType = 'qrcode' } = input;
  const safe = text.replaceAll(']]>', ']]]]><![CDATA[>');
  const more =
    `<ScanCodeInfo><ScanType><![CDATA[${scanType}]]></ScanType>` +
    `<ScanResult><![CDATA[${safe}]]></ScanResult></ScanCodeInfo>`;
  return eventXml({ Event: event, EventKey: 'SCAN_POINTS' }, { ...input, more });
}
function openTestReply({ appId, encodingAesKeys }, body) {
  const outer = parseXml(body);
  const { Encrypt: encrypt } = outer;
  const { Content: content } =
    typeof encrypt === 'string'
      ? parseXml(decryptMessage({ encodingAesKey: encodingAesKeys, appId, encrypt }))
      : outer;
  if (typeof content !== 'string') throw new Error(`a reply without text: ${body}`);
  return content;
}
const silentHandlers = {
  answerScan: async () => 'scanned',
  answerPoints: async () => 'points',
  answerScene: async () => null,
  onDeliveryReport: async () => undefined,
  onSubscriptionChange: async () => undefined,
  onUserGone: async () => 'forgotten',
};
