import type { EncryptedMessage } from './message-crypto.ts';

export interface NewsArticle {
  title: string;
  description: string;
  picUrl: string;
  url: string;
}

/**
 * A passive reply. `toUserName` is the FromUserName of the message and the other way round, exactly
 * as received; `createTime` in seconds. WeChat shows one article of `news`, and about 2048 bytes
 * of `content`.
 */
export type Reply = { toUserName: string; fromUserName: string; createTime: number } & (
  { msgType: 'text'; content: string } | { msgType: 'news'; articles: readonly NewsArticle[] }
);

/** @throws RangeError for a time that is not whole seconds (milliseconds are the usual slip) */
export function formatReply(reply: Reply): string {
  const { createTime } = reply;
  if (!Number.isInteger(createTime) || createTime < 0 || createTime > 99_999_999_999) {
    throw new RangeError('createTime must be whole seconds since 1970.');
  }
  return element(
    'xml',
    element('ToUserName', cdata(reply.toUserName)) +
      element('FromUserName', cdata(reply.fromUserName)) +
      element('CreateTime', String(createTime)) +
      element('MsgType', cdata(reply.msgType)) +
      formatBody(reply),
  );
}

/** The envelope of a reply in safe mode. */
export function formatEncryptedReply(message: EncryptedMessage): string {
  return element(
    'xml',
    element('Encrypt', cdata(message.encrypt)) +
      element('MsgSignature', cdata(message.msgSignature)) +
      element('TimeStamp', escapeText(message.timestamp)) +
      element('Nonce', cdata(message.nonce)),
  );
}

function formatBody(reply: Reply): string {
  if (reply.msgType === 'text') return element('Content', cdata(reply.content));
  const items = reply.articles.map((article) =>
    element(
      'item',
      element('Title', cdata(article.title)) +
        element('Description', cdata(article.description)) +
        element('PicUrl', cdata(article.picUrl)) +
        element('Url', cdata(article.url)),
    ),
  );
  return element('ArticleCount', String(items.length)) + element('Articles', items.join(''));
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** CDATA cannot contain its own end: there it is closed and opened again. */
function cdata(text: string): string {
  return `<![CDATA[${keepXmlCharacters(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function escapeText(text: string): string {
  return keepXmlCharacters(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

// What XML 1.0 §2.2 allows; a single character outside it makes the phone show "暂时无法提供服务".
const NOT_XML = /[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Line ends become \n, which is what any XML reader would make of them (§2.11). */
function keepXmlCharacters(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(NOT_XML, '');
}
