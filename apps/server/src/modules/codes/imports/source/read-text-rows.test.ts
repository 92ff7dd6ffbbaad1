import fc from 'fast-check';
import iconv from 'iconv-lite';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { mappingOf, readAll, testFile } from './test-files.test-support.ts';

const cell = fc.string({
  unit: fc.constantFrom('A', '7', '码', '"', '\n', ',', ';', '\t', '|', ' ', '镕'),
  maxLength: 12,
});
const code = fc
  .string({
    unit: fc.constantFrom('A', 'b', '7', '/', ':', '"', ',', ';', '|', '码', '𠮷'),
    minLength: 1,
  })
  .filter((text) => text.trim() === text);

const table = fc.record({
  rows: fc.array(fc.record({ code, before: cell, after: cell }), { minLength: 1, maxLength: 12 }),
  delimiter: fc.constantFrom(',' as const, ';' as const, '\t' as const, '|' as const),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  encoding: fc.constantFrom(
    'utf-8' as const,
    'gb18030' as const,
    'utf-16le' as const,
    'utf-16be' as const,
  ),
  hasMark: fc.boolean(),
  hasLastLineEnd: fc.boolean(),
  fromLine: fc.nat({ max: 40 }),
});

test('S11: what is written as CSV, in any encoding, is read back with its line numbers, from any line on', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (given) => {
      const lines = given.rows.map((row) =>
        [row.before, row.code, row.after].map((text) => quoted(text)).join(given.delimiter),
      );
      const csv = lines.join('\n') + (given.hasLastLineEnd ? '\n' : '');
      // An independent reader of CSV agrees on what was written.
      const reference: string[][] = parse(csv, { delimiter: given.delimiter });
      expect(reference.map((row) => row[1])).toEqual(given.rows.map((row) => row.code));

      const filePath = await testFile(encode(csv.replaceAll('\n', given.lineEnd), given));
      const mapping = mappingOf({ ...given, codeColumn: 1 });
      const all = await readAll(filePath, mapping);
      expect(all.texts).toEqual(given.rows.map((row) => row.code));
      expect(all.lineNumbers).toEqual(
        lines.map(
          (_, index) => 1 + lines.slice(0, index).join('\n').split('\n').length * Math.sign(index),
        ),
      );
      expect(all.rejections).toEqual([]);
      expect(all.linesRead).toBe(lines.join('\n').split('\n').length);

      const rest = await readAll(filePath, mapping, given.fromLine);
      const first = all.lineNumbers.findIndex((line) => line >= given.fromLine);
      expect(rest.texts).toEqual(first === -1 ? [] : all.texts.slice(first));
    }),
    { numRuns: 60 },
  );
});

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function encode(
  text: string,
  { encoding, hasMark }: { encoding: string; hasMark: boolean },
): Uint8Array {
  return iconv.encode(text, encoding, { addBOM: hasMark && encoding !== 'gb18030' });
}

test('S11: every line of a bad file is taken, refused with its number and reason, or blank', async () => {
  const lines = [
    'CODE-0001,x',
    '',
    ' CODE-0003 ,x',
    ',only another column',
    ',,',
    `${'A'.repeat(513)},x`,
    `${'B'.repeat(512)},x`,
    'CODE\u0000-0008,x',
    '"CODE-0009,x',
    'CODE-0010,"x" y',
    '"CODE-0011","two',
    'lines"',
    '"CODE-0013',
    'CODE-0014"',
    'CO"DE-0015,x',
  ];
  const invalid = Buffer.concat([
    Buffer.from('\nCODE\xff-0016,x\n', 'latin1'),
    Buffer.from('CODE-0017,\xb2\xfa', 'latin1'),
  ]);
  const filePath = await testFile(Buffer.concat([Buffer.from(lines.join('\n')), invalid]));

  const { texts, lineNumbers, rejections, linesRead } = await readAll(filePath, mappingOf());

  expect(lineNumbers).toEqual([1, 3, 7, 11, 15, 17]);
  expect(texts.map((text) => text.slice(0, 9))).toEqual([
    'CODE-0001',
    'CODE-0003',
    'BBBBBBBBB',
    'CODE-0011',
    'CO"DE-001',
    'CODE-0017',
  ]);
  expect(rejections).toEqual([
    { lineNumber: 4, reason: 'empty' },
    { lineNumber: 6, reason: 'tooLong' },
    { lineNumber: 8, reason: 'notText' },
    { lineNumber: 9, reason: 'notText' },
    { lineNumber: 10, reason: 'notText' },
    { lineNumber: 13, reason: 'notText' },
    { lineNumber: 14, reason: 'notText' },
    { lineNumber: 16, reason: 'notText' },
  ]);
  expect(linesRead).toBe(17);
});

test('S11: a stray quote and a line of megabytes cost no other line', async () => {
  const codes = Array.from({ length: 20_000 }, (_, index) => `CODE-${100_000 + index}`);
  const content = ['"never closed', ...codes, `${'x'.repeat(3_000_000)},y`, 'CODE-AFTER'].join(
    '\r\n',
  );
  const filePath = await testFile(content);
  const { texts, lineNumbers, rejections, bytesDone } = await readAll(filePath, mappingOf());
  expect(texts).toEqual([...codes, 'CODE-AFTER']);
  expect(lineNumbers.at(-1)).toBe(20_003);
  expect(rejections).toEqual([
    { lineNumber: 1, reason: 'notText' },
    { lineNumber: 20_002, reason: 'tooLong' },
  ]);
  expect(bytesDone.at(-1)).toBe(content.length);
});

test('S11: a heading is left out, wherever the rows before it are blank', async () => {
  const filePath = await testFile('\n\n序号,码\n1,CODE-4\n2,CODE-5\n');
  const mapping = mappingOf({ hasHeader: true, codeColumn: 1 });
  expect(await readAll(filePath, mapping)).toMatchObject({ lineNumbers: [4, 5], linesRead: 5 });
  expect(await readAll(filePath, mapping, 5)).toMatchObject({ texts: ['CODE-5'] });
});

test('S11: a code column that the file does not have leaves every line empty, none taken', async () => {
  const filePath = await testFile('CODE-1;x\nCODE-2;y\n');
  const { texts, rejections } = await readAll(filePath, mappingOf({ codeColumn: 3 }));
  expect(texts).toEqual([]);
  expect(rejections.map((rejection) => rejection.reason)).toEqual(['empty', 'empty']);
});
