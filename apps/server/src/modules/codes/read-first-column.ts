import { isUtf8 } from 'node:buffer';

/** The code in a line, `blank` when there is nothing to read, `notText` when it cannot be read. */
export type FirstColumn = { kind: 'text'; text: string } | { kind: 'blank' } | { kind: 'notText' };

const quote = 0x22;
const comma = 0x2c;
const tab = 0x09;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** What the first column is called where a file has a line of headings. */
const headings = new Set(
  (
    'code codes 码 二维码 url qrcode qr_code qr 积分码 防伪码 产品码 编码 代码 码值 链接 网址 二维码链接 ' +
    'link serial sn 序列号 数码'
  ).split(' '),
);

/**
 * The first column of a CSV line (RFC 4180; tab also separates), trimmed. Only this column must be
 * UTF-8: spreadsheets of Chinese offices like to write the others as GBK. A quoted column that does
 * not end on its line is not readable.
 */
export function readFirstColumn(line: Buffer, isFirstLine: boolean): FirstColumn {
  const bytes = isFirstLine ? withoutByteOrderMark(line) : line;
  const column = cutFirstColumn(bytes);
  if (column === null || !isUtf8(column)) return { kind: 'notText' };
  const text = column.toString('utf8').trim();
  if (text === '') return { kind: hasContent(bytes) ? 'notText' : 'blank' };
  // Control characters: no printed code has them, binary files do.
  return /\p{Cc}/u.test(text) ? { kind: 'notText' } : { kind: 'text', text };
}

/** Whether the first line of a file is a line of headings. */
export function isHeading(line: Buffer): boolean {
  const column = cutFirstColumn(withoutByteOrderMark(line)) ?? Buffer.alloc(0);
  const text = new TextDecoder(isUtf8(column) ? 'utf-8' : 'gb18030').decode(column);
  return headings.has(text.trim().toLowerCase());
}

function withoutByteOrderMark(line: Buffer): Buffer {
  return line.subarray(0, 3).equals(byteOrderMark) ? line.subarray(3) : line;
}

function cutFirstColumn(line: Buffer): Buffer | null {
  if (line[0] !== quote) return line.subarray(0, endOfColumn(line, 0));
  const pieces: Buffer[] = [];
  let start = 1;
  for (;;) {
    const end = line.indexOf(quote, start);
    if (end === -1) return null;
    pieces.push(line.subarray(start, end));
    if (line[end + 1] !== quote) {
      const isClosed = endOfColumn(line, end + 1) === end + 1;
      return isClosed ? Buffer.concat(pieces) : null;
    }
    pieces.push(line.subarray(end, end + 1));
    start = end + 2;
  }
}

function endOfColumn(line: Buffer, from: number): number {
  for (let at = from; at < line.length; at++) {
    if (line[at] === comma || line[at] === tab) return at;
  }
  return line.length;
}

/** Whether anything but blanks, separators and empty quotes stands in the line. */
function hasContent(line: Buffer): boolean {
  return line.some((byte) => byte > 0x20 && byte !== comma && byte !== quote);
}
