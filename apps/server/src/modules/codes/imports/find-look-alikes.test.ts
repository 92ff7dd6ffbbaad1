import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkSymbol } from '@mashang/code-cipher';
import { readScannedText } from '../read-scanned-text.ts';
import { resolveCodes } from '../resolve-codes.ts';
import { createLookAlikeFinder } from './find-look-alikes.ts';
import { openImportDesk, testPublicUrl } from './import-desk.test-support.ts';
import type { ImportDesk } from './import-desk.test-support.ts';

let desk: ImportDesk;
const own: string[] = [];
beforeAll(async () => {
  desk = await openImportDesk();
  for (const codeLength of [12, 16] as const) {
    const batch = await desk.db.transaction().execute(async (tx) => {
      const values = { quantity: 9, serials: 9, codeLength, keyVersion: 1, note: '' };
      const made = await tx
        .insertInto('codeBatch')
        .values({ ...values, source: 'own', createdAt: desk.clock.now() })
        .returning('batchId')
        .executeTakeFirstOrThrow();
      const range = { firstSerial: 0, lastSerial: 8, state: 'minted' };
      await tx
        .insertInto('codeRange')
        .values({ ...made, ...range })
        .execute();
      return made;
    });
    const cipher = desk.codeBook.cipher(1, codeLength);
    own.push(cipher.encode(batch.batchId, 4), cipher.encode(batch.batchId, 999));
  }
});
afterAll(() => desk.close());

test('S11: a text is taken for an own code exactly when a scan of it would be', async () => {
  const dressed = fc
    .tuple(
      fc.constantFrom(...own),
      fc.constantFrom<(code: string) => string>(
        (code) => code,
        (code) => code.toLowerCase(),
        (code) => code.replace(/^(.{4})/, '$1-'),
        (code) => code.replaceAll('0', 'O').replaceAll('1', 'l'),
        (code) => `${code}${checkSymbol(code)}`,
        (code) => `${code}0`,
        (code) => code.slice(1),
        (code) => `${code}.`,
        (code) => code.replace(/[A-Z0-9]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
        (code) => `${testPublicUrl}/C/${code}`,
        (code) => `points.example.cn/c/${code}`,
        (code) => `${testPublicUrl}/01/06901234567892/21/${code}`,
        (code) => `https://else.example.cn/C/${code}`,
        (code) => `a/${code}`,
      ),
    )
    .map(([code, dress]) => dress(code));
  const anyText = fc.oneof(dressed, fc.string({ unit: 'binary', maxLength: 40 }));
  const find = await createLookAlikeFinder(desk.db, desk.clock, desk.codeBook);
  await fc.assert(
    fc.asyncProperty(fc.array(anyText, { maxLength: 30 }), async (given) => {
      const texts = given.map((text) => text.trim()).filter((text) => text !== '');
      const scanned = texts.map((text) => readScannedText(desk.codeBook, text, 'qrcode'));
      const asked = scanned.map(({ own: candidates }) => ({
        ...{ own: candidates, importedHashes: [], reasonIfUnknown: 'notFound' as const },
      }));
      const resolved = await resolveCodes(desk.db, asked, desk.clock.now());
      const expected = texts.flatMap((_text, place) => (resolved[place] ? [place] : []));
      expect([...(await find(texts))].sort((a, b) => a - b)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});
