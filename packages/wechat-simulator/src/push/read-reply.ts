import { decryptMessage, parseXml, verifySignature } from '@mashang/wechat';
import type { XmlElement, XmlValue } from '@mashang/wechat';
import type { PlatformSettings } from '../platform/settings.ts';
import type { ResolvedOptions } from '../simulator-options.ts';
import type { Article } from '../state.ts';

export type PassiveReply =
  { kind: 'silent' } | { kind: 'text'; text: string } | { kind: 'news'; articles: Article[] };

/** Why an answer is no passive reply; the user then reads that the account is not available. */
export class ReplyError extends Error {
  override name = 'ReplyError';
}

/** Whose replies are read. */
export interface ReplyingAccount {
  options: Pick<ResolvedOptions, 'appId' | 'originalId'>;
  settings: Pick<
    PlatformSettings,
    'messageMode' | 'token' | 'encodingAesKey' | 'previousEncodingAesKey'
  >;
}

const contentBytesMax = 2048;
const replyTypesWithoutPicture: Record<string, string> = {
  image: '[图片]',
  voice: '[语音]',
  video: '[视频]',
  music: '[音乐]',
};

/**
 * Reads the account's answer to a push: empty, `success`, or XML whose sender and receiver are
 * right; encrypted, with right signature and appid, in safe mode, clear in plain mode, either in
 * compatible mode. Throws ReplyError for anything else.
 */
export function readReply(account: ReplyingAccount, sender: string, body: string): PassiveReply {
  if (body === '' || body === 'success') return { kind: 'silent' };
  const reply = openReply(account, body);
  const { originalId } = account.options;
  expect(text(reply, 'ToUserName') === sender, 'ToUserName is not the openid of the push');
  expect(text(reply, 'FromUserName') === originalId, 'FromUserName is not the original id');
  expect(/^\d{1,13}$/.test(text(reply, 'CreateTime')), 'CreateTime is not a number');
  const type = text(reply, 'MsgType');
  if (type === 'text') return readText(reply);
  if (type === 'news') return { kind: 'news', articles: readArticles(reply) };
  if (type === 'transfer_customer_service') return { kind: 'silent' };
  const placeholder = replyTypesWithoutPicture[type];
  expect(placeholder !== undefined, `unknown MsgType ${type}`);
  return { kind: 'text', text: placeholder };
}

/** The fields of a reply as it must come in the account's mode. Throws ReplyError. */
export function openReply(account: ReplyingAccount, body: string): XmlElement {
  const { messageMode } = account.settings;
  const outer = tryTo('the answer is neither "success" nor XML', () => parseXml(body));
  const encrypt = text(outer, 'Encrypt');
  if (encrypt === '') {
    expect(
      messageMode !== 'safe',
      'the reply is not encrypted although the account is in safe mode',
    );
    return outer;
  }
  expect(messageMode !== 'plain', 'the reply is encrypted although the account is in plain mode');
  const message = decrypt(account, outer, encrypt);
  return tryTo('the decrypted reply is not XML', () => parseXml(message));
}

function decrypt(account: ReplyingAccount, envelope: XmlElement, encrypt: string): string {
  const { token, encodingAesKey: present, previousEncodingAesKey: previous } = account.settings;
  const signed = verifySignature({
    token,
    timestamp: text(envelope, 'TimeStamp'),
    nonce: text(envelope, 'Nonce'),
    signature: text(envelope, 'MsgSignature'),
    encrypt,
  });
  expect(signed, 'MsgSignature of the reply is wrong');
  const encodingAesKey = previous === null ? [present] : [present, previous];
  const { appId } = account.options;
  return tryTo('the reply cannot be decrypted', () =>
    decryptMessage({ encodingAesKey, appId, encrypt }),
  );
}

function readText(reply: XmlElement): PassiveReply {
  const content = text(reply, 'Content');
  expect(content !== '', 'a text reply without Content');
  expect(Buffer.byteLength(content) <= contentBytesMax, 'Content has more than 2048 bytes');
  return { kind: 'text', text: content };
}

function readArticles(reply: XmlElement): Article[] {
  const container = reply['Articles'];
  const items = isElement(container) ? container['item'] : undefined;
  expect(Array.isArray(items) && items.length > 0, 'a news reply without articles');
  // Since 2018 the platform shows one article of a passive reply.
  return items.slice(0, 1).map((item) => {
    expect(isElement(item), 'an article that is not an element');
    return {
      title: text(item, 'Title'),
      description: text(item, 'Description'),
      pictureUrl: text(item, 'PicUrl'),
      url: text(item, 'Url'),
    };
  });
}

function text(element: XmlElement, name: string): string {
  const value = element[name];
  return typeof value === 'string' ? value : '';
}

function isElement(value: XmlValue | undefined): value is XmlElement {
  return typeof value === 'object' && !Array.isArray(value);
}

function tryTo<T>(failure: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof ReplyError) throw error;
    throw new ReplyError(failure, { cause: error });
  }
}

function expect(condition: boolean, failure: string): asserts condition {
  if (!condition) throw new ReplyError(failure);
}
