import { expect, test } from 'vitest';
import { aSource } from '../print-source.test-support.ts';
import { protectFile } from '../protect-file.ts';
import { openSheets } from './open-sheets.ts';
import { pdfPages } from './pdf-pages.test-support.ts';

const sheet = {
  kind: 'pdf',
  pageWidthMm: 300,
  pageHeightMm: 300,
  columns: 20,
  rows: 20,
  labelWidthMm: 10,
  labelHeightMm: 11.5,
  gapMm: 0,
  moduleMm: 0.2,
  hasText: true,
  hasCutMarks: true,
} as const;

test('B5: between two labels of a page others have their turn, protected or not', async () => {
  const labels = 400;
  const plain = openSheets(aSource({ lastSerial: labels - 1 }), sheet);
  const chunks: Uint8Array[] = [];
  let pieces = 0;
  for await (const piece of plain.read()) {
    pieces++;
    chunks.push(piece);
  }
  expect(pieces).toBeGreaterThan(labels);
  expect(await pdfPages(Buffer.concat(chunks))).toHaveLength(1);
  let sealed = 0;
  for await (const { length } of protectFile(plain, 'PASSWORD').read())
    sealed += length < 0 ? 0 : 1;
  expect(sealed).toBeGreaterThan(labels);
});
