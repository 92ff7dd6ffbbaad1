import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { inspectImportFile, previewImport } from './preview-import.ts';
import { warningTexts } from './source-texts.ts';
import { mappingOf, testFile, zipOf } from './test-files.test-support.ts';

const codeOf = (at: number) => `https://x.example/C/ABC${1000 + at}`;
const linesOf = (line: (at: number) => string, count = 30) =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

test('S11: encoding, delimiter, heading and column are guessed from the first lines', async () => {
  const table = (delimiter: string) =>
    ['序号', '产品', '二维码'].join(delimiter) +
    '\n' +
    linesOf((at) => [at, '红茶', codeOf(at)].join(delimiter));
  for (const delimiter of [',', ';', '\t', '|']) {
    for (const encoding of ['utf-8', 'gb18030', 'utf-16le', 'utf-16be']) {
      const filePath = await testFile(
        iconv.encode(table(delimiter), encoding, { addBOM: encoding !== 'gb18030' }),
      );
      expect((await inspectImportFile(filePath)).mapping).toEqual({
        encoding,
        delimiter,
        hasHeader: true,
        codeColumn: 2,
        part: null,
      });
    }
  }
  const bare = await testFile(linesOf(codeOf));
  expect((await inspectImportFile(bare)).mapping).toMatchObject({
    delimiter: 'none',
    hasHeader: false,
  });
  // A heading nobody thought of is known by being unlike the codes below it.
  const named = await testFile(`本批全部瓶码\n${linesOf(codeOf)}`);
  expect((await inspectImportFile(named)).mapping.hasHeader).toBe(true);
});

test('S11: another file of an archive is guessed by itself, its column too', async () => {
  const first = `code,date\n${linesOf((at) => `${codeOf(at)},2026-11-01`)}`;
  const second = linesOf((at) => `${at};${codeOf(at)}`);
  const filePath = await testFile(await zipOf({ 'a.csv': first, 'b.csv': second }));
  const guessed = { hasHeader: true, delimiter: ',', codeColumn: 0, part: 'a.csv' };
  expect((await previewImport(filePath, null)).mapping).toMatchObject(guessed);
  const other = { hasHeader: false, delimiter: ';', codeColumn: 1, part: 'b.csv' };
  expect((await previewImport(filePath, null, 'b.csv')).mapping).toMatchObject(other);
});

test('S11: the preview shows lines with their numbers, and which would be refused', async () => {
  const filePath = await testFile('code,name\nCODE-0001,甲\n\nCODE-0001,乙\n,丙\n"CODE-0002,丁\n');
  const preview = await previewImport(filePath, null);
  expect(preview.columns).toEqual(['code', 'name']);
  expect(preview.rows).toEqual([
    { lineNumber: 2, cells: ['CODE-0001', '甲'], reason: null },
    { lineNumber: 4, cells: ['CODE-0001', '乙'], reason: 'duplicateInFile' },
    { lineNumber: 5, cells: ['', '丙'], reason: 'empty' },
    { lineNumber: 6, cells: [], reason: 'notText' },
  ]);
});

test('S11: a heading that lies is told: codes taken for headings, headings for codes, the wrong column', async () => {
  const filePath = await testFile(`编码,说明\n${linesOf((at) => `${at},${codeOf(at)}`)}`);
  const warningsOf = async (given: Parameters<typeof mappingOf>[0]) =>
    (await previewImport(filePath, mappingOf(given))).warnings;

  // The heading says the first column; the codes are in the second.
  expect((await previewImport(filePath, null)).mapping.codeColumn).toBe(1);
  expect(await warningsOf({ hasHeader: true, codeColumn: 0 })).toEqual([
    warningTexts.noCodes('第 1 列（编码）'),
    warningTexts.betterColumn('第 2 列（说明）'),
  ]);
  expect(await warningsOf({ hasHeader: false, codeColumn: 1 })).toContain(
    warningTexts.headerMissing('说明'),
  );
  const bare = await testFile(linesOf(codeOf));
  expect((await previewImport(bare, mappingOf({ hasHeader: true }))).warnings).toEqual([
    warningTexts.headerIsCode(codeOf(0)),
  ]);
  const repeated = await testFile(linesOf((at) => `CODE-${at % 3}`));
  expect((await previewImport(repeated, mappingOf())).warnings).toEqual([
    warningTexts.repeated('第 1 列'),
  ]);
});

test('S11: a file read in the wrong encoding is told', async () => {
  const filePath = await testFile(
    iconv.encode(
      linesOf((at) => `${codeOf(at)},红茶`),
      'gb18030',
    ),
  );
  expect((await previewImport(filePath, mappingOf({ encoding: 'utf-8' }))).warnings).toEqual([
    warningTexts.otherEncoding('GB18030'),
  ]);
});

test('S11: a look at a large file reads its first lines only', async () => {
  const filePath = await testFile(linesOf(codeOf, 100_000));
  const preview = await previewImport(filePath, null);
  expect(preview.rows).toHaveLength(50);
  expect(preview.rows.at(-1)).toMatchObject({ lineNumber: 50, reason: null });
});

test('S11: a line of more columns than can be shown is looked at once, not once a column', async () => {
  const filePath = await testFile(`${'a,"b ""c""" ,'.repeat(40_000)}\n`);
  const began = performance.now();
  const { rows } = await previewImport(filePath, null);
  expect(performance.now() - began).toBeLessThan(700);
  expect(rows[0]!.cells).toHaveLength(200);
  expect(rows[0]!.cells.slice(0, 3)).toEqual(['a', 'b "c"', 'a']);
});
