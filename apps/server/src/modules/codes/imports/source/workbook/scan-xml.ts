import { sourceTexts } from '../source-texts.ts';
import { ImportFileError } from '../types.ts';

export interface XmlVisitor {
  /** `attributes` as they are written; a tag that closes itself is followed by its `close`. */
  open(name: string, attributes: string): void;
  text(text: string): void;
  close(name: string): void;
}

const greaterThan = 0x3e;
/** No tag or text of a workbook is longer; a cell holds at most 32,767 characters. */
const pieceCharactersMax = 4 * 2 ** 20;

/**
 * Walks through the XML of a workbook as its bytes come, in the memory of one block: tags without
 * their namespace prefix, text without character references. It checks nothing and knows no
 * document types, so none can be expanded. A generator, that pauses after each block.
 */
export async function* scanXml(
  blocks: AsyncIterable<Buffer>,
  visitor: XmlVisitor,
): AsyncGenerator<void, void, undefined> {
  let restBytes: Buffer = Buffer.alloc(0);
  let rest = '';
  for await (const block of blocks) {
    const bytes = restBytes.length === 0 ? block : Buffer.concat([restBytes, block]);
    // Behind a tag no character is cut in two.
    const end = bytes.lastIndexOf(greaterThan) + 1;
    restBytes = bytes.subarray(end);
    if (restBytes.length > pieceCharactersMax)
      throw new ImportFileError(sourceTexts.brokenWorkbook);
    const text = rest + bytes.toString('utf8', 0, end);
    rest = text.slice(scanText(text, visitor));
    if (rest.length > pieceCharactersMax) throw new ImportFileError(sourceTexts.brokenWorkbook);
    yield;
  }
}

/** The same in one go, or until `isEnough`. */
export async function readXml(
  blocks: AsyncGenerator<Buffer, void, undefined>,
  visitor: XmlVisitor,
  isEnough: () => boolean = () => false,
): Promise<void> {
  const steps = scanXml(blocks, visitor);
  try {
    while ((await steps.next()).done !== true) if (isEnough()) return;
  } finally {
    await steps.return();
  }
}

/** @returns where an unfinished tag begins */
function scanText(text: string, visitor: XmlVisitor): number {
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf('<', at);
    if (start === -1) return at;
    const isMarked = text.charCodeAt(start + 1) === 0x21; // <!-- … --> or <![CDATA[ … ]]>
    const ending = isMarked ? markEnding(text, start) : '>';
    const end = text.indexOf(ending, start);
    if (end === -1) return at;
    if (start > at) visitor.text(unescapeXml(text.slice(at, start)));
    if (ending === ']]>') visitor.text(text.slice(start + '<![CDATA['.length, end));
    else if (!isMarked) visitTag(text, start + 1, end, visitor);
    at = end + ending.length;
  }
  return at;
}

function markEnding(text: string, start: number): string {
  if (text.startsWith('<!--', start)) return '-->';
  return text.startsWith('<![CDATA[', start) ? ']]>' : '>';
}

function visitTag(text: string, start: number, end: number, visitor: XmlVisitor): void {
  if (text[start] === '/') {
    visitor.close(withoutPrefix(text.slice(start + 1, end).trimEnd()));
    return;
  }
  if (text[start] === '?') return;
  const isClosed = text[end - 1] === '/';
  const tagEnd = isClosed ? end - 1 : end;
  let nameEnd = start;
  while (nameEnd < tagEnd && text.charCodeAt(nameEnd) > 0x20) nameEnd++;
  const name = withoutPrefix(text.slice(start, nameEnd));
  visitor.open(name, text.slice(nameEnd, tagEnd));
  if (isClosed) visitor.close(name);
}

function withoutPrefix(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** The value of an attribute; `name` may be any of a prefix (`id` finds `r:id`). */
export function attributeOf(attributes: string, name: string): string | null {
  const match = patternOf(name).exec(attributes);
  return match === null ? null : unescapeXml(match[1] ?? match[2]!);
}

const patterns = new Map<string, RegExp>();

function patternOf(name: string): RegExp {
  let pattern = patterns.get(name);
  if (pattern === undefined) {
    pattern = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    patterns.set(name, pattern);
  }
  return pattern;
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named[name as string] ?? whole;
    const point = parseInt((hex ?? decimal) as string, hex === undefined ? 10 : 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD';
  });
}
