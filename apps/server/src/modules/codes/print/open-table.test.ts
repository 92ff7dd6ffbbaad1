import { checkSymbol } from '@mashang/code-cipher';
import type { PrintColumn, TableFormat } from '@mashang/contract';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupsOf } from './groups-of.ts';
import { openPrintFile } from './open-print-file.ts';
import { aSource, aTable, bytesOf } from './print-source.test-support.ts';
import type { CodeSource } from './print-types.ts';
import { printedUrl } from './printed-url.ts';

const allColumns: PrintColumn[] = [
  'url',
  'code',
  'groups',
  'checkSymbol',
  'serial',
  'product',
  'batch',
];

/** Marks at the first, a middle and the last place, and a few codes into a second chunk. */
const marks = [
  { serial: 9_000, standsFor: 0 },
  { serial: 9_001, standsFor: 4_095 },
  { serial: 9_002, standsFor: 4_096 },
  { serial: 9_003, standsFor: 4_999 },
];

/** What a line must say, put together the slow way. */
function expectedCells(source: CodeSource, columns: readonly PrintColumn[], place: number) {
  const mark = source.marks.find(({ standsFor }) => standsFor === place);
  const code = source.cipher.encode(source.batchId, mark?.serial ?? place);
  const cells: Record<PrintColumn, string> = {
    url: printedUrl(source, code),
    code,
    groups: groupsOf(code, source.hasCheckSymbol),
    checkSymbol: checkSymbol(code),
    serial: String(place),
    product: source.productName,
    batch: String(source.batchId),
  };
  return columns.map((column) => cells[column]);
}

async function linesOf(source: CodeSource, format: TableFormat): Promise<string[]> {
  const text = (await bytesOf(openPrintFile(source, format))).toString();
  const lines = text.split(format.newline === 'lf' ? '\n' : '\r\n');
  expect(lines.pop()).toBe('');
  return lines;
}

describe('S18: a print file of lines', () => {
  test.each([
    ['of URLs', {}, {}],
    ['of URLs in capitals', { urlForm: 'upper' }, {}],
    ['of GS1 Digital Links', { urlForm: 'gs1', gtin: '06901234567892' }, {}],
    ['of codes with CRLF', {}, { columns: ['code'], newline: 'crlf' }],
    ['of short codes', { codeLength: 12 }, {}],
    ['of long codes beyond 2^32', { codeLength: 20, firstSerial: 2 ** 32 - 2_500 }, {}],
  ] as [string, Parameters<typeof aSource>[0], Partial<TableFormat>][])(
    '%s decodes back to every serial in order, marks in their places',
    async (_name, facts, format) => {
      const firstSerial = facts?.firstSerial ?? 0;
      const moved = marks.map((mark) => ({ ...mark, standsFor: firstSerial + mark.standsFor }));
      const lastSerial = firstSerial + 4_999;
      const source = aSource({ ...facts, firstSerial, lastSerial, marks: moved });
      const markAt = new Map(moved.map(({ standsFor, serial }) => [standsFor, serial]));
      const lines = await linesOf(source, aTable(format));
      expect(lines).toHaveLength(5_000);
      const prefix = format.columns ? '' : printedUrl(source, '');
      const decoded = source.cipher.decodeMany(lines.map((line) => line.slice(prefix.length)));
      const places = decoded.map((_item, index) => firstSerial + index);
      const serials = places.map((place) => markAt.get(place) ?? place);
      expect(decoded).toEqual(serials.map((serial) => ({ batch: 7, serial })));
      expect(lines.every((line) => line.startsWith(prefix))).toBe(true);
    },
  );

  test('any columns in any order are cells a reader of CSV gets back, marks too', async () => {
    const facts = { hasCheckSymbol: true, lastSerial: 4_999, marks, productName: '酱油, "大" 瓶' };
    const anyColumns = fc.shuffledSubarray(allColumns, { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(
        anyColumns,
        fc.boolean(),
        fc.constantFrom<(12 | 16 | 20)[]>(12, 16, 20),
        fc.constantFrom<TableFormat['newline'][]>('lf', 'crlf'),
        async (columns, hasHeader, codeLength, newline) => {
          const source = aSource({ ...facts, codeLength });
          const format = aTable({ kind: 'csv', columns, hasHeader, newline });
          const bytes = await bytesOf(openPrintFile(source, format));
          const rows: string[][] = parse(bytes, { bom: true });
          expect(rows.splice(0, hasHeader ? 1 : 0).flat()).toHaveLength(
            hasHeader ? columns.length : 0,
          );
          expect(rows).toHaveLength(5_000);
          for (const place of [0, 1, 9, 10, 99, 100, 4_095, 4_096, 4_999]) {
            expect(rows[place]).toEqual(expectedCells(source, columns, place));
          }
        },
      ),
      { numRuns: 8 },
    );
  });

  test('any part of it is that slice of the whole, and the whole is as long as was said', async () => {
    const source = aSource({ firstSerial: 95, lastSerial: 10_100, marks, hasCheckSymbol: true });
    for (const format of [
      aTable(),
      aTable({ kind: 'csv', columns: ['serial', 'product', 'groups'], hasHeader: true }),
    ]) {
      const file = openPrintFile(source, format);
      const whole = await bytesOf(file);
      expect([file.totalBytes, file.isSeekable]).toEqual([whole.length, true]);
      const place = fc.nat({ max: whole.length - 1 });
      await fc.assert(
        fc.asyncProperty(place, place, async (one, other) => {
          const [first, last] = [Math.min(one, other), Math.max(one, other)];
          expect((await bytesOf(file, first, last)).equals(whole.subarray(first, last + 1))).toBe(
            true,
          );
        }),
        { numRuns: 25 },
      );
    }
  });

  test('one code is a file of one line; a tag differs whenever the bytes may', async () => {
    const one = aSource({ firstSerial: 5, lastSerial: 5 });
    expect(await linesOf(one, aTable({ columns: ['code'] }))).toEqual([one.cipher.encode(7, 5)]);
    const tags = [
      openPrintFile(one, aTable()),
      openPrintFile(one, aTable({ columns: ['code'] })),
      openPrintFile(aSource({ ...one, marks: [{ serial: 10, standsFor: 5 }] }), aTable()),
      openPrintFile(aSource({ ...one, lastSerial: 6 }), aTable()),
      openPrintFile(aSource({ firstSerial: 5, lastSerial: 5, codeLength: 20 }), aTable()),
    ].map(({ etag }) => etag);
    expect(new Set(tags).size).toBe(5);
    expect(openPrintFile(aSource({ ...one }), aTable()).etag).toBe(tags[0]);
  });

  test('the last line of 2^36 codes is found at once, by its place', async () => {
    const lastSerial = 2 ** 36 - 1;
    const source = aSource({ codeLength: 20, lastSerial });
    const { totalBytes, read } = openPrintFile(source, aTable({ columns: ['code'] }));
    expect(totalBytes).toBe(2 ** 36 * 21);
    const line = await bytesOf({ read }, totalBytes! - 21);
    expect(source.cipher.decode(line.toString())).toEqual({ batch: 7, serial: lastSerial });
  });
});

describe('S18: what spreadsheets make of it', () => {
  const csv = (facts: Partial<TableFormat>) => aTable({ kind: 'csv', ...facts });

  test('a product that looks like a formula stays a text', async () => {
    const source = aSource({ lastSerial: 0, productName: '=HYPERLINK("http://x","酱油")\r\n' });
    const [line] = await linesOf(source, csv({ columns: ['product'] }));
    expect(line).toBe(`\ufeff"'=HYPERLINK(""http://x"",""酱油"")  "`);
  });

  test('only a UTF-8 file with Chinese in it begins with the mark Excel wants', async () => {
    const head = async (format: TableFormat) =>
      (await bytesOf(openPrintFile(aSource(), format))).subarray(0, 3).toString('hex');
    expect(await head(csv({ columns: ['code'], hasHeader: true }))).toBe('efbbbf');
    expect(await head(csv({ columns: ['product'] }))).toBe('efbbbf');
    expect(await head(csv({ columns: ['code'] }))).not.toBe('efbbbf');
    expect(await head(aTable({ hasHeader: true }))).not.toBe('efbbbf');
    expect(await head(csv({ hasHeader: true, encoding: 'gbk' }))).not.toBe('efbbbf');
  });

  test('GBK reads back the same as UTF-8', async () => {
    const source = aSource({ productName: '鲜味酱油（镕）€', lastSerial: 99 });
    const format = csv({ columns: ['product', 'code', 'serial'], hasHeader: true });
    const utf8 = await bytesOf(openPrintFile(source, format));
    const gbk = await bytesOf(openPrintFile(source, { ...format, encoding: 'gbk' }));
    expect(new TextDecoder('gbk').decode(gbk)).toBe(new TextDecoder().decode(utf8));
  });
});
