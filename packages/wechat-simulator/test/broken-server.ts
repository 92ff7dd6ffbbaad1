import { setTimeout as sleep } from 'node:timers/promises';
import {
  dedupeKey,
  encryptMessage,
  formatEncryptedReply,
  parseMessage,
  readCallback,
  verifyEcho,
} from '@mashang/wechat';
import type { CallbackConfig, IncomingMessage } from '@mashang/wechat';
import { account, aCallbackServer } from './harness.ts';

/** What is wrong with the server. */
export type Flaw =
  | 'reflects echostr'
  | 'echoes HTML'
  | 'believes unsigned events'
  | 'takes the mode from the request'
  | 'leaves the appid unchecked'
  | 'answers whom the address names'
  | 'believes old messages'
  | 'reads repeated parameters'
  | 'accepts DOCTYPE'
  | 'reads any size'
  | 'breaks on unknown kinds'
  | 'is slow'
  | 'replies in clear'
  | 'leaves CDATA open'
  | 'forgets its answers'
  | 'credits what is in flight twice';

const workMs = 60;
export const slowMs = 400;

/** A small Official Account server with at most one flaw: it credits scans and repeats texts. */
export async function aBrokenServer(
  flaw: Flaw | null,
  mode: NonNullable<CallbackConfig['mode']> = 'safe',
): Promise<string> {
  const config = { ...account, mode };
  const credited = new Map<string, number>();
  const answers = new Map<string, Promise<string>>();

  async function answerOnce(message: IncomingMessage): Promise<string> {
    const key = dedupeKey(message);
    const known = answers.get(key);
    if (known) return await known;
    const answer = answerMessage(message);
    if (flaw !== 'credits what is in flight twice') answers.set(key, answer);
    const text = await answer;
    if (flaw === 'forgets its answers') answers.delete(key);
    else answers.set(key, answer);
    return text;
  }

  async function answerMessage(message: IncomingMessage): Promise<string> {
    const scanned = message.ScanCodeInfo?.ScanResult;
    if (flaw === 'is slow') await sleep(slowMs);
    if (flaw === 'breaks on unknown kinds' && message.MsgType === 'hologram') throw new Error();
    if (scanned === undefined) return `you said ${message.Content ?? ''}`;
    await sleep(workMs);
    credited.set(scanned, (credited.get(scanned) ?? 0) + 1);
    return `credited ${credited.get(scanned)} times: ${scanned}`;
  }

  const server = await aCallbackServer((request, response) => {
    void respond().catch(() => response.writeHead(500).end());

    async function respond(): Promise<void> {
      const { url, body } = request;
      if (request.body === '' && url.searchParams.has('echostr')) {
        const { body: echo, status, type } = answerEcho(config, url, flaw);
        return void response.writeHead(status, { 'content-type': type }).end(echo);
      }
      const message = believed(config, url, body, flaw);
      if (!message) return void response.writeHead(403).end();
      const named = flaw === 'answers whom the address names' && url.searchParams.get('openid');
      const to = named || message.FromUserName;
      response.end(formatAnswer(config, to ?? '', await answerOnce(message), flaw));
    }
  });
  return server.url;
}

function answerEcho(config: CallbackConfig, url: URL, flaw: Flaw | null) {
  const query = Object.fromEntries(url.searchParams);
  const outcome = verifyEcho({ config, query, now: new Date() });
  const type = flaw === 'echoes HTML' ? 'text/html' : 'text/plain';
  if (outcome.kind === 'echo') return { body: outcome.body, status: 200, type };
  const body = flaw === 'reflects echostr' ? (query['echostr'] ?? '') : '';
  return { body, status: 403, type };
}

function believed(
  config: CallbackConfig,
  url: URL,
  sent: string,
  flaw: Flaw | null,
): IncomingMessage | null {
  let body = sent;
  if (flaw === 'accepts DOCTYPE')
    body = body.replace(/<!DOCTYPE.*?\]>(?=<xml>)/, '').replace(/&\w+;/, '');
  if (flaw === 'reads any size') body = body.replace(/<Filling>x*<\/Filling>/, '');
  const { searchParams } = url;
  const names = [...searchParams.keys()];
  const isRepeated = new Set(names).size < names.length;
  const all = Object.fromEntries(names.map((name) => [name, searchParams.getAll(name)]));
  const query =
    isRepeated && flaw !== 'reads repeated parameters' ? all : Object.fromEntries(searchParams);
  const now =
    flaw === 'believes old messages'
      ? new Date(Number(searchParams.get('timestamp')) * 1000)
      : new Date();
  const read = (change: Partial<CallbackConfig> = {}): IncomingMessage | null => {
    const outcome = readCallback({ config: { ...config, ...change }, query, body, now });
    return outcome.kind === 'message' ? outcome.message : null;
  };
  if (flaw === 'believes unsigned events' && names.length === 0) {
    return body.startsWith('<xml><ToUserName>') ? parseMessage(body) : null;
  }
  if (flaw === 'takes the mode from the request' && query['encrypt_type'] !== 'aes') {
    return read({ mode: 'plain' });
  }
  const other =
    flaw === 'leaves the appid unchecked' ? read({ appId: 'wx0000000000000000' }) : null;
  return other ?? read();
}

function formatAnswer(
  { mode, ...config }: CallbackConfig & { encodingAesKey: string },
  openId: string,
  text: string,
  flaw: Flaw | null,
): string {
  const content = flaw === 'leaves CDATA open' ? text : text.replaceAll(']]>', ']]]]><![CDATA[>');
  const xml =
    `<xml><ToUserName><![CDATA[${openId}]]></ToUserName>` +
    `<FromUserName>${account.originalId}</FromUserName><CreateTime>1714112445</CreateTime>` +
    `<MsgType>text</MsgType><Content><![CDATA[${content}]]></Content></xml>`;
  if (mode === 'plain' || flaw === 'replies in clear') return xml;
  const timestamp = Math.floor(Date.now() / 1000);
  return formatEncryptedReply(encryptMessage({ ...config, message: xml, timestamp, nonce: '1' }));
}
