import { encryptMessage, parseXml, decryptMessage } from '@mashang/wechat';
import type { WechatClient } from '@mashang/wechat';
import { sha1 } from '../../../../test/stories/push.ts';
import type { TestClock } from '../../../../test/test-clock.ts';
import type { Db } from '../../../platform/database.ts';
import { createFastifyApp } from '../../../platform/fastify-app.ts';
import { addJob } from '../../../platform/jobs.ts';
import type { WechatAccount } from '../account/create-accounts.ts';
import { registerCallbackRoutes } from './callback-routes.ts';
import type { ChatHandlers } from './chat-handlers.ts';

export interface PushOptions {
  /** Address of the caller. */
  from?: string;
  /** What an attacker replaces. */
  query?: Record<string, string>;
  body?: string | Buffer;
}

export interface PushAnswer {
  status: number;
  /** As it went over the wire. */
  body: string;
  /** Of the reply, opened; null: `success`. */
  text: string | null;
}

/** One process of the server, as far as WeChat sees it; `account` may be changed at any time. */
export interface TestChat {
  account: WechatAccount;
  push: (xml: string, options?: PushOptions) => Promise<PushAnswer>;
  echo: (query: Record<string, string>) => Promise<{ status: number; body: string; type: string }>;
  close: () => Promise<void>;
}

export const testAccount: WechatAccount = {
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

export const testMasterKey = Buffer.alloc(32, 1);

export const publicUrl = 'https://q.example.cn';

export function openTestChat(options: {
  db: Db;
  clock: TestClock;
  handlers?: Partial<ChatHandlers>;
  account?: Partial<WechatAccount>;
  client?: Partial<WechatClient>;
  budgetMs?: number;
}): TestChat {
  const account = { ...testAccount, ...options.account };
  const { db, clock, budgetMs = 2_000 } = options;
  const client = (options.client ?? {}) as WechatClient;
  const app = createFastifyApp({
    logLevel: 'silent',
    ...{ trustedProxies: [], ownOrigins: [], scriptOrigins: [], frameAncestors: [] },
  });
  registerCallbackRoutes(app, {
    ...{ db, clock, addJob, publicUrl, budgetMs, masterKey: testMasterKey },
    accounts: { current: async () => ({ account, client }) },
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
  { appId, token, encodingAesKeys, originalId, messageMode }: WechatAccount,
  message: string,
  at: Date,
): { query: Record<string, string>; body: string } {
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
export function eventXml(
  fields: Record<string, string>,
  { openId = 'oUser', at, more = '' }: { openId?: string; at: Date; more?: string },
): string {
  return messageXml({ MsgType: 'event', ...fields }, { openId, at, more });
}

export function messageXml(
  fields: Record<string, string>,
  { openId = 'oUser', at, more = '' }: { openId?: string; at: Date; more?: string },
): string {
  const all = { ToUserName: testAccount.originalId, FromUserName: openId, ...fields };
  const inside = Object.entries(all)
    .map(([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`)
    .join('');
  const seconds = Math.floor(at.getTime() / 1000);
  return `<xml>${inside}<CreateTime>${seconds}</CreateTime>${more}</xml>`;
}

/** A scan of the menu's scancode_waitmsg. */
export function scanXml(
  text: string,
  input: { openId?: string; at: Date; event?: string; scanType?: string },
): string {
  const { event = 'scancode_waitmsg', scanType = 'qrcode' } = input;
  const safe = text.replaceAll(']]>', ']]]]><![CDATA[>');
  const more =
    `<ScanCodeInfo><ScanType><![CDATA[${scanType}]]></ScanType>` +
    `<ScanResult><![CDATA[${safe}]]></ScanResult></ScanCodeInfo>`;
  return eventXml({ Event: event, EventKey: 'SCAN_POINTS' }, { ...input, more });
}

function openTestReply({ appId, encodingAesKeys }: WechatAccount, body: string): string {
  const outer = parseXml(body);
  const { Encrypt: encrypt } = outer;
  const { Content: content } =
    typeof encrypt === 'string'
      ? parseXml(decryptMessage({ encodingAesKey: encodingAesKeys, appId, encrypt }))
      : outer;
  if (typeof content !== 'string') throw new Error(`a reply without text: ${body}`);
  return content;
}

const silentHandlers: ChatHandlers = {
  answerScan: async () => 'scanned',
  answerPoints: async () => 'points',
  answerScene: async () => null,
  onDeliveryReport: async () => undefined,
  onSubscriptionChange: async () => undefined,
  onUserGone: async () => 'forgotten',
};

/** Notes what the product is asked and told, in order; a scene that begins with s is answered. */
export function recordingHandlers(calls: [string, unknown][]): ChatHandlers {
  const note =
    <Answer>(name: string, answer: Answer) =>
    async (...given: unknown[]) => {
      calls.push([name, given.at(-1)]);
      return answer;
    };
  return {
    answerScan: note('answerScan', 'scanned'),
    answerPoints: note('answerPoints', '当前积分 3 分'),
    answerScene: async (visit) => {
      calls.push(['answerScene', visit]);
      return visit.scene.startsWith('s') ? 'confirm' : null;
    },
    onDeliveryReport: note('onDeliveryReport', undefined),
    onSubscriptionChange: note('onSubscriptionChange', undefined),
    onUserGone: note('onUserGone', '解除了与会员的绑定'),
  };
}
