import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isHeading, readFirstColumn } from './read-first-column.ts';
import { readLineChunks } from './read-line-chunks.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(import.meta.dirname, '../../../../../data/lines-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function readAll(content: Buffer | string, linesPerChunk = 1000, fromByte = 0) {
  const file = path.join(folder, 'file');
  writeFileSync(file, content);
  const lines: (string | null)[] = [];
  const ends: number[] = [];
  for await (const chunk of readLineChunks(file, { linesPerChunk, fromByte })) {
    lines.push(...chunk.lines.map(({ bytes }) => bytes && bytes.toString('latin1')));
    ends.push(chunk.endByte);
  }
  return { lines, ends };
}

describe('S11: a file is split into lines by bytes', () => {
  test('LF, CRLF and a last line without an end', async () => {
    expect((await readAll('a\r\nb\n\n c \rd\ne')).lines).toEqual(['a', 'b', '', ' c \rd', 'e']);
    expect((await readAll('a\n')).lines).toEqual(['a']);
    expect((await readAll('')).lines).toEqual([]);
  });

  test('a line of 512 bytes is read, of 513 it is not, wherever the blocks are cut', async () => {
    const full = 'x'.repeat(512);
    const filler = 'y'.repeat(100);
    const many = Array.from({ length: 6000 }, (_, line) => (line % 2 ? full : filler));
    expect((await readAll(many.join('\r\n'))).lines).toEqual(many);
    expect((await readAll(`${full}z\n${full}\r\n${full}`)).lines).toEqual([null, full, full]);
  });

  test('a line of 10 MB is one long line and takes no memory', async () => {
    const content = Buffer.concat([
      Buffer.from('a\n'),
      Buffer.alloc(10_000_000, 'x'),
      Buffer.from('\nb\n'),
    ]);
    global.gc?.();
    const before = process.memoryUsage().rss;
    expect((await readAll(content)).lines).toEqual(['a', null, 'b']);
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });

  test('going on behind any chunk reads exactly the rest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('', 'a', 'bb\r', 'x'.repeat(600)), { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        async (parts, linesPerChunk) => {
          const content = parts.join('\n');
          const whole = await readAll(content, linesPerChunk);
          for (const [index, end] of whole.ends.entries()) {
            const rest = await readAll(content, linesPerChunk, end);
            expect(rest.lines).toEqual(whole.lines.slice((index + 1) * linesPerChunk));
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('S11: the first column of a line is the code', () => {
  const read = (line: string | Buffer, first = false) => readFirstColumn(Buffer.from(line), first);
  const text = (value: string) => ({ kind: 'text', text: value });

  test.each([
    ['ABC', 'ABC'],
    [' ABC \t', 'ABC'],
    ['ABC,2026,酱油', 'ABC'],
    ['ABC\tx', 'ABC'],
    ['"A,B",x', 'A,B'],
    ['"A ""B""",x', 'A "B"'],
    ['A"B,x', 'A"B'],
    ['https://f.cn/q?a=1', 'https://f.cn/q?a=1'],
    ['码一,x', '码一'],
  ])('%s', (line, expected) => expect(read(line)).toEqual(text(expected)));

  test('a byte order mark at the start of the file is not part of the code', () => {
    expect(read('\uFEFFABC', true)).toEqual(text('ABC'));
  });

  test('other columns may be in any encoding', () => {
    const gbk = Buffer.concat([Buffer.from('ABC,'), Buffer.from([0xbd, 0xb4, 0xd3, 0xcd])]);
    expect(read(gbk)).toEqual(text('ABC'));
  });

  test.each(['', '   ', ',,,', '"",""', '\t\t'])('blank: %j', (line) => {
    expect(read(line)).toEqual({ kind: 'blank' });
  });

  test.each([',x', '"ABC', '"A"B,x', 'A\0B', 'A\x1bB'])('not readable: %j', (line) => {
    expect(read(line)).toEqual({ kind: 'notText' });
  });

  test('bytes that are no UTF-8 are not readable', () => {
    expect(read(Buffer.from([0xbd, 0xb4, 0xd3]))).toEqual({ kind: 'notText' });
  });

  test('headings are known in Chinese and English, in UTF-8 and GBK', () => {
    for (const heading of ['code', 'CODE,date', '码', '\uFEFF二维码,数量', '"QRCode"', ' url ']) {
      expect(isHeading(Buffer.from(heading))).toBe(true);
    }
    expect(isHeading(Buffer.from([0xb6, 0xfe, 0xce, 0xac, 0xc2, 0xeb, 0x2c]))).toBe(true);
    expect(isHeading(Buffer.from('ABC123'))).toBe(false);
  });
});
