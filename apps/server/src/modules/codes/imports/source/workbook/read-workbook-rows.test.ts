import { writeFile } from 'node:fs/promises';
import { writeXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import { openZip } from '../open-zip.ts';
import { previewImport } from '../preview-import.ts';
import { sourceTexts, warningTexts } from '../source-texts.ts';
import { mappingOf, readAll, testFile, zipOf } from '../test-files.test-support.ts';
import { openWorkbook } from './open-workbook.ts';
import { readSheet } from './read-sheet.ts';
import type { Cell } from './read-sheet.ts';
import { workbookOf } from './test-workbook.test-support.ts';

const mapping = mappingOf({ encoding: null, delimiter: null });

test('S11: a workbook of a spreadsheet is read with the row numbers Excel shows', async () => {
  const rows = [
    ['序号', '二维码'],
    ...Array.from({ length: 8_000 }, (_, at) => [at, `CODE-${100_000 + at}`]),
  ];
  const filePath = await testFile(await writeXlsx({ sheets: [{ name: '码', rows }] }));
  const preview = await previewImport(filePath, null);
  expect(preview).toMatchObject({
    source: { kind: 'xlsx', packing: 'none', parts: [] },
    mapping: { codeColumn: 1, hasHeader: true },
    columns: ['序号', '二维码'],
    warnings: [],
  });
  const { texts, lineNumbers, linesRead, rejections } = await readAll(filePath, preview.mapping);
  expect([texts.length, texts[0], texts.at(-1)]).toEqual([8_000, 'CODE-100000', 'CODE-107999']);
  expect([lineNumbers[0], lineNumbers.at(-1), linesRead]).toEqual([2, 8_001, 8_001]);
  expect(rejections).toEqual([]);
  expect((await readAll(filePath, preview.mapping, 8_001)).texts).toEqual(['CODE-107999']);
});

test('S11: formulas, numbers, dates, rich and escaped texts are read as they are shown', async () => {
  const cells = [
    '<c t="s"><v>0</v></c>',
    '<c t="s"><v>1</v></c>',
    '<c t="inlineStr"><is><t>IN-LINE &lt;&#x41;&#66;&gt;</t></is></c>',
    '<c t="str"><f>A1&amp;"x"</f><v>FORMULA-1</v></c>',
    '<c><f>NOW()</f></c>',
    '<c><v>1.23456789012E+14</v></c>',
    '<c><v>00012345</v></c>',
    '<c s="1"><v>46349</v></c>',
    '<c><v>1.2345678901234567E+19</v></c>',
    '<c t="e"><v>#N/A</v></c>',
    '<c t="s"><v>99</v></c>',
    '<c t="str"><v>BAD_x0007_BELL</v></c>',
    '<c t="inlineStr"><is><t><![CDATA[C<D]]></t></is></c>',
  ];
  const rows = cells
    .map((cell, at) => `<row r="${(at + 1) * 10}">${cell}<c><v>1</v></c></row>`)
    .join('');
  const shared =
    '<sst><si><t>SHARED-1</t></si><si><r><t>RI</t></r><r><rPr/><t>CH</t></r><rPh><t>ri</t></rPh></si></sst>';
  const styles =
    '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';
  const filePath = await testFile(
    await workbookOf([{ name: '码', rows }], {
      'xl/sharedStrings.xml': shared,
      'xl/styles.xml': styles,
    }),
  );
  const { texts, lineNumbers, rejections } = await readAll(filePath, mapping);
  expect(texts).toEqual([
    'SHARED-1',
    'RICH',
    'IN-LINE <AB>',
    'FORMULA-1',
    '123456789012000',
    '00012345',
    '2026-11-23',
    '12345678901234567168',
    '#N/A',
    'C<D',
  ]);
  expect(lineNumbers).toEqual([10, 20, 30, 40, 60, 70, 80, 90, 100, 130]);
  expect(rejections).toEqual([
    { lineNumber: 50, reason: 'empty' },
    { lineNumber: 110, reason: 'empty' },
    { lineNumber: 120, reason: 'notText' },
  ]);
  const { warnings } = await previewImport(filePath, mapping);
  expect(warnings).toContain(warningTexts.noValue);
  expect(warnings).toContain(warningTexts.dates);
  expect(warnings).toContain(warningTexts.lostDigits);
});

test('S11: only the first of merged cells has the code, and the clerk is told', async () => {
  const rows =
    '<row r="1"><c r="B1" t="str"><v>CODE-0001</v></c><c r="C1"><v>1</v></c></row>' +
    '<row r="2"><c r="B2"/><c r="C2"><v>2</v></c></row>';
  const after = '<mergeCells count="1"><mergeCell ref="B1:B2"/></mergeCells>';
  const filePath = await testFile(await workbookOf([{ name: '码', rows, after }]));
  const inSecond = { ...mapping, codeColumn: 1 };
  expect((await previewImport(filePath, inSecond)).warnings).toContain(warningTexts.merged);
  expect(await readAll(filePath, inSecond)).toMatchObject({
    texts: ['CODE-0001'],
    rejections: [{ lineNumber: 2, reason: 'empty' }],
  });
});

test('S11: the clerk chooses among the sheets that are shown; hidden ones are named', async () => {
  const rowOf = (text: string) => `<row><c t="str"><v>${text}</v></c></row>`;
  const filePath = await testFile(
    await workbookOf([
      { name: '旧', rows: rowOf('OLD-0001'), state: 'hidden' },
      { name: '甲 &amp; 乙', rows: rowOf('CODE-0001') },
      { name: '丙', rows: rowOf('CODE-0002') },
    ]),
  );
  const preview = await previewImport(filePath, null);
  expect(preview.source.parts).toEqual(['甲 & 乙', '丙']);
  expect(preview.warnings).toEqual([warningTexts.hiddenSheets('旧')]);
  expect((await readAll(filePath, { ...mapping, part: '丙' })).texts).toEqual(['CODE-0002']);
  await expect(readAll(filePath, { ...mapping, part: '旧' })).rejects.toThrow('找不到');
});

test('S11: a workbook without sheets, or cut short, is refused in words', async () => {
  const none = await testFile(await workbookOf([]));
  await expect(previewImport(none, null)).rejects.toThrow(sourceTexts.noSheet);
  const whole = await workbookOf([{ name: '码', rows: '<row><c><v>1</v></c></row>' }]);
  const cut = await testFile('');
  await writeFile(cut, whole.subarray(0, -40));
  await expect(previewImport(cut, null)).rejects.toThrow(sourceTexts.brokenArchive);
  const tagless = { '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': 'x'.repeat(5 * 2 ** 20) };
  const odd = await testFile(await zipOf(tagless));
  await expect(previewImport(odd, null)).rejects.toThrow(sourceTexts.brokenWorkbook);
});

test('S11: a row of very many cells, or a cell without end, costs no memory', async () => {
  const wide = '<c><v>1</v></c>'.repeat(5_000);
  const same = '<c r="A1" t="str"><v>CODE-0001</v></c>'.repeat(5_000);
  // Pieces of a text between tags, each below what a piece may be.
  const endless = `<c t="inlineStr"><is>${`<t>${'x'.repeat(30_000)}</t>`.repeat(50)}</is></c>`;
  const rows = `<row>${same}</row><row>${wide}</row><row>${endless}</row>`;
  const filePath = await testFile(await workbookOf([{ name: '码', rows }]));
  const workbook = (await openWorkbook(await openZip(filePath)))!;
  for (const column of [null, 0]) {
    const held: Cell[][] = [];
    const steps = readSheet(
      workbook,
      workbook.sheets[0]!,
      { column },
      {
        row: (_rowNumber, cells) => void held.push(cells),
      },
    );
    while ((await steps.next()).done !== true);
    expect(held.map((cells) => cells.length)).toEqual([200, column === null ? 200 : 1, 1]);
    expect(held[2]![0]!.text).toHaveLength(32_767);
  }
  const { texts, rejections } = await readAll(filePath, mapping);
  expect(texts).toEqual(['CODE-0001', '1']);
  expect(rejections).toEqual([{ lineNumber: 3, reason: 'tooLong' }]);
});

test('S11: names of sheets that no database can keep are shown with a sign in their place', async () => {
  const rows = '<row><c t="str"><v>CODE-0001</v></c></row>';
  const names = ['A&#0;B', 'C&#xD800;D', 'E&#10;F'];
  const filePath = await testFile(await workbookOf(names.map((name) => ({ name, rows }))));
  const { source } = await previewImport(filePath, null);
  expect(source.parts).toEqual(['A\uFFFDB', 'C\uFFFDD', 'E\uFFFDF']);
  expect((await readAll(filePath, { ...mapping, part: 'A\uFFFDB' })).texts).toEqual(['CODE-0001']);
});

test('S11: rows whose numbers repeat, go back or have no end are counted on', async () => {
  const numbers = ['7', '7', '3', '99999999999999999999', '12'];
  const rows = numbers
    .map((number, at) => `<row r="${number}"><c t="str"><v>CODE-000${at}</v></c></row>`)
    .join('');
  const filePath = await testFile(await workbookOf([{ name: '码', rows }]));
  expect((await readAll(filePath, mapping)).lineNumbers).toEqual([7, 8, 9, 10, 12]);
});
