import { expect, test } from 'vitest';
import { aSource } from '../print-source.test-support.ts';
import type { PrintFile } from '../print-types.ts';
import { protectFile } from '../protect-file.ts';
import { openSheets } from './open-sheets.ts';
import { pdfPages } from './pdf-pages.test-support.ts';

const sheet = {
  kind: 'pdf',
  pageWidthMm: 200,
  pageHeightMm: 200,
  columns: 12,
  rows: 12,
  labelWidthMm: 10,
  labelHeightMm: 11.5,
  gapMm: 0,
  moduleMm: 0.2,
  hasText: true,
  hasCutMarks: true,
} as const;

async function piecesOf(file: PrintFile): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.read()) pieces.push(piece);
  return pieces;
}

test('B5: between two labels of a page others have their turn, protected or not', async () => {
  const labels = 144;
  const plain = openSheets(aSource({ lastSerial: labels - 1 }), sheet);
  const pieces = await piecesOf(plain);
  expect(pieces.length).toBeGreaterThan(labels);
  expect(await pdfPages(Buffer.concat(pieces))).toHaveLength(1);
  expect((await piecesOf(protectFile(plain, 'PASSWORD'))).length).toBeGreaterThan(labels);
});
