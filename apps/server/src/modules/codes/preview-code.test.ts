import { randomBytes } from 'node:crypto';
import type { BodyOf } from '@mashang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { createCodeBook } from './code-book.ts';
import { previewCode } from './preview-code.ts';
import { readScannedText } from './read-scanned-text.ts';
import { resolveCodes } from './resolve-codes.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const publicUrl = 'https://points.example.cn';
const codeBook = createCodeBook({
  masterKey: randomBytes(32),
  keyVersions: [1],
  ownHosts: [publicUrl],
});
const gtin = '06901234567892';
const readGtin = () => Promise.resolve(new Map([[7, gtin]]));

const preview = (changes: Partial<BodyOf<'POST /api/hq/code-previews'>> = {}, url = publicUrl) =>
  previewCode(
    database.db,
    { codeBook, publicUrl: url, readGtin },
    { codeLength: 16, urlForm: 'mixed', hasCheckSymbol: false, ...changes },
  );

test('B1: a preview shows the version and size in print and is read back by another decoder', async () => {
  const { code, url, groups, qr, quantityMax } = await preview({ hasCheckSymbol: true });
  expect(url).toBe(`${publicUrl}/C/${code}`);
  expect(groups).toMatch(/^(\w{4} ){4}\w$/);
  expect(qr).toMatchObject({ version: 3, modules: 29, errorCorrectionLevel: 'M', decoded: url });
  expect(qr.printedSizes).toEqual([
    { moduleMm: 0.33, sideMm: 12.21 },
    { moduleMm: 0.5, sideMm: 18.5 },
  ]);
  expect(quantityMax).toBe(2 ** 32 - 2 ** 20);
});

test('B1: every length and form of address is read back, in the versions of codes.md', async () => {
  const versions: Record<string, number> = {};
  for (const codeLength of [12, 16, 20] as const) {
    for (const urlForm of ['mixed', 'upper', 'gs1'] as const) {
      const { qr, url } = await preview({ codeLength, urlForm, productId: 7 }, 'https://p.example');
      expect(qr.decoded).toBe(url);
      versions[`${urlForm} ${codeLength}`] = qr.version;
    }
  }
  expect(versions).toMatchObject({ 'mixed 16': 3, 'upper 16': 2, 'gs1 16': 4 });
});

test('B1: the example of a preview is never a code', async () => {
  const { url } = await preview();
  const scanned = readScannedText(codeBook, url, 'qrcode');
  expect(await resolveCodes(database.db, [scanned], new Date())).toEqual([null]);
});

test('B1: GS1 addresses need a product with a GTIN; twelve symbols have room for few', async () => {
  await expect(preview({ urlForm: 'gs1' })).rejects.toMatchObject({ code: 'product_missing' });
  const other = preview({ urlForm: 'gs1', productId: 8 });
  await expect(other).rejects.toMatchObject({ code: 'gtin_invalid' });
  expect((await preview({ urlForm: 'gs1', productId: 7 })).url).toContain(`/01/${gtin}/21/`);
  expect((await preview({ codeLength: 12 })).quantityMax).toBeLessThanOrEqual(2 ** 24);
});
