import { XMLParser } from 'fast-xml-parser';

/** Larger documents are refused unread. The platform's own messages stay under 4 KiB. */
export const XML_BYTES_MAX = 64 * 1024;
const DEPTH_MAX = 16;
// Building objects is the slow part, and the envelope is read before anybody has proved anything:
// 64 KiB of `<a/>` would hold the process for 0.1 s.
const ELEMENT_COUNT_MAX = 1000;
/** WeChat repeats these; one of them must look like many, or every reader needs two cases. */
const LIST_NAMES: ReadonlySet<string> = new Set(['List', 'item']);

export type XmlValue = string | XmlElement | XmlValue[];
export interface XmlElement {
  [name: string]: XmlValue;
}

export class WechatXmlError extends Error {
  override name = 'WechatXmlError';
  readonly reason: 'too_large' | 'declaration' | 'malformed';

  constructor(reason: 'too_large' | 'declaration' | 'malformed', message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Children of the root `<xml>`. Text stays text (ids pass 2^53), attributes are dropped, `List` and
 * `item` are always arrays, another repeated name becomes an array as well.
 * @throws WechatXmlError `too_large` | `declaration` (DOCTYPE, ENTITY …) | `malformed`
 */
export function parseXml(xml: string): XmlElement {
  if (typeof xml !== 'string') throw malformed('not text');
  if (Buffer.byteLength(xml, 'utf8') > XML_BYTES_MAX) {
    throw new WechatXmlError('too_large', `The XML has more than ${XML_BYTES_MAX} bytes.`);
  }
  const text = xml.replace(/^\uFEFF?\s*/, '');
  assertPlainMarkup(text);
  const nodes = parseNodes(text).filter((node) => 'xml' in node);
  const value = readValue((nodes[0]?.xml ?? []) as OrderedNode[]);
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  if (value === '') return {};
  throw malformed('text in the root');
}

interface OrderedNode {
  [name: string]: string | OrderedNode[];
}

// The order of text and CDATA is kept because references are decoded in text and never in CDATA.
const parser = new XMLParser({
  preserveOrder: true,
  cdataPropName: '#cdata',
  ignoreAttributes: true,
  ignoreDeclaration: true,
  processEntities: false,
  htmlEntities: false,
  parseTagValue: false,
  trimValues: false,
  maxNestedTags: DEPTH_MAX,
});

function parseNodes(xml: string): OrderedNode[] {
  try {
    return parser.parse(xml) as OrderedNode[];
  } catch {
    throw malformed('unreadable markup');
  }
}

const NAME = '[A-Za-z_][\\w.:-]*';
const TOKEN = new RegExp(
  [
    '(?<text>[^<]+)',
    '<!\\[CDATA\\[[\\s\\S]*?\\]\\]>',
    '<!--(?:(?!--)[\\s\\S])*-->',
    `</(?<close>${NAME})\\s*>`,
    `<(?<open>${NAME})(?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*\\s*(?<empty>/?)>`,
  ].join('|'),
  'y',
);

/**
 * Walks the whole document token by token before the parser sees it. A declaration is recognised
 * where it would take effect, hence not inside CDATA: a customer may well scan a code that reads
 * `<!DOCTYPE html>`. Names that an object already has (`__proto__`, `constructor`) are refused.
 */
function assertPlainMarkup(xml: string): void {
  const open: string[] = [];
  let rootCount = 0;
  let elementCount = 0;
  TOKEN.lastIndex = /^<\?xml\s[^<>?]*\?>/.exec(xml)?.[0].length ?? 0;
  while (TOKEN.lastIndex < xml.length) {
    const start = TOKEN.lastIndex;
    const groups = TOKEN.exec(xml)?.groups;
    if (!groups) throw refuseAt(xml, start);
    if (groups.open !== undefined) {
      if (groups.open in Object.prototype) throw malformed('a forbidden name');
      if (open.length === 0 && (++rootCount > 1 || groups.open !== 'xml')) {
        throw malformed('the root must be one <xml>');
      }
      open.push(groups.open);
      if (++elementCount > ELEMENT_COUNT_MAX) throw malformed('too many elements');
      if (open.length > DEPTH_MAX) throw malformed('nested too deeply');
    }
    const closed = groups.close ?? (groups.empty ? groups.open : undefined);
    if (closed !== undefined && open.pop() !== closed) throw malformed('tags do not match');
    const isTag = groups.open !== undefined || groups.close !== undefined;
    const isComment = xml.startsWith('<!--', start);
    const isBlank = groups.text?.trim() === '';
    if (open.length === 0 && !isTag && !isComment && !isBlank) {
      throw malformed('content outside the root');
    }
  }
  if (open.length > 0 || rootCount === 0) throw malformed('incomplete');
  if (xml.includes('\0')) throw malformed('a NUL character');
}

function refuseAt(xml: string, start: number): WechatXmlError {
  if (/^<!(?!\[CDATA\[|--)/.test(xml.slice(start, start + 9))) {
    return new WechatXmlError('declaration', 'The XML declares a document type or an entity.');
  }
  return malformed('unreadable markup');
}

function readValue(nodes: readonly OrderedNode[]): XmlValue {
  const children = nodes.filter((node) => !('#text' in node) && !('#cdata' in node));
  if (children.length === 0) return readText(nodes);
  const hasText = nodes.some(
    (node) =>
      '#cdata' in node || (typeof node['#text'] === 'string' && node['#text'].trim() !== ''),
  );
  if (hasText) throw malformed('text between elements');

  const element: XmlElement = {};
  for (const child of children) {
    const [name, content] = Object.entries(child)[0] ?? [];
    if (name === undefined || !Array.isArray(content)) throw malformed('an unknown node');
    const value = readValue(content);
    const previous = element[name];
    if (Array.isArray(previous)) previous.push(value);
    else if (previous !== undefined) element[name] = [previous, value];
    else element[name] = LIST_NAMES.has(name) ? [value] : value;
  }
  return element;
}

/** CDATA verbatim; text around it only if it is more than the line breaks of a pretty printer. */
function readText(nodes: readonly OrderedNode[]): string {
  const hasCdata = nodes.some((node) => '#cdata' in node);
  if (!hasCdata) return decodeReferences(nodes.map(textOf).join('').trim());
  return nodes
    .map((node) => {
      if ('#cdata' in node) return textOf((node['#cdata'] as OrderedNode[])[0]);
      const text = textOf(node);
      return text.trim() === '' ? '' : decodeReferences(text);
    })
    .join('');
}

function textOf(node: OrderedNode | undefined): string {
  const text = node?.['#text'];
  return typeof text === 'string' ? text : '';
}

const PREDEFINED = new Map(Object.entries({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }));

/** The five predefined references and the numeric ones (XML 1.0 §4.1, §4.6); others are refused. */
function decodeReferences(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|\w+);/g, (_, name: string) => {
    if (!name.startsWith('#')) {
      const character = PREDEFINED.get(name);
      if (character === undefined) throw malformed('an undeclared entity');
      return character;
    }
    const point = name[1] === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    const isSurrogate = point >= 0xd800 && point <= 0xdfff;
    if (point === 0 || point > 0x10ffff || isSurrogate) throw malformed('an impossible character');
    return String.fromCodePoint(point);
  });
}

function malformed(detail: string): WechatXmlError {
  return new WechatXmlError('malformed', `The XML is not a WeChat message: ${detail}.`);
}
