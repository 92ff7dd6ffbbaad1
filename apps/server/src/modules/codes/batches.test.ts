import { randomUUID } from 'node:crypto';
import type { Batch } from '@mashang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCodeDesk, testPublicUrl } from './code-desk.test-support.ts';
import type { CodeDesk } from './code-desk.test-support.ts';
import { readScannedText } from './read-scanned-text.ts';
import { resolveCodes } from './resolve-codes.ts';

let desk: CodeDesk;
beforeAll(async () => {
  desk = await openCodeDesk();
});
afterAll(() => desk.close());

const order = (body: object) => desk.ask('POST', '/api/hq/batches', body);

describe('S18: minting a batch of own codes', () => {
  test('a batch is minted, not yet activated, and a billion codes take no longer', async () => {
    const productId = await desk.aProduct('鲜味酱油');
    const batch = await desk.aBatch({ productId, quantity: 1_000_000_000 });
    expect(batch).toMatchObject({
      ...{ source: 'own', state: 'minted', productName: '鲜味酱油', rangeCount: 1 },
      ...{ quantity: 1_000_000_000, serials: 1_000_000_000, codeLength: 16, keyVersion: 1 },
      ...{ urlForm: 'mixed', hasCheckSymbol: false, createdByName: '张经理', activatedAt: null },
    });
    const { body } = await desk.ask('GET', `/api/hq/batches/${batch.batchId}`);
    expect(body).toEqual(batch);
    const [event] = await desk.events(batch.batchId);
    expect(event).toMatchObject({
      ...{ action: 'ordered', firstSerial: 0, lastSerial: 999_999_999, detail: '鲜味酱油' },
      ...{ reason: null, staffName: '张经理', createdAt: desk.clock.now().toISOString() },
    });
  });

  test('B6: blank codes are ordered without a product, and say so', async () => {
    const asked = { quantity: 10, urlForm: 'upper', hasCheckSymbol: true, note: ' 空白\u202e ' };
    const { body } = await order(asked);
    expect(body).toMatchObject({ productId: null, productName: null, note: '空白' });
    expect(body).toMatchObject({ urlForm: 'upper', hasCheckSymbol: true });
    expect((await desk.events(body['batchId'] as number))[0]?.detail).toBe('空白码，未指定产品');
  });

  test('B18: addresses with a GTIN need a product that has one', async () => {
    const gs1 = { quantity: 10, urlForm: 'gs1' };
    expect(await order(gs1)).toMatchObject({ status: 409, body: { code: 'product_missing' } });
    const plain = await desk.aProduct();
    const refused = await order({ ...gs1, productId: plain });
    expect(refused).toMatchObject({ status: 409, body: { code: 'gtin_invalid' } });
    const productId = await desk.aProduct('有条码', '06901234567892');
    const { status, body } = await order({ ...gs1, productId });
    expect([status, body['urlForm']]).toEqual([200, 'gs1']);
    const changed = await desk.change(body['batchId'] as number, 'product', { productId: plain });
    expect(changed).toMatchObject({ status: 409, body: { code: 'gtin_invalid' } });
  });

  test('an order sent fifty times at once is one batch, and still the same when asked later', async () => {
    const mint = { quantity: 10, note: '同一次', attemptId: randomUUID() };
    const replies = await Promise.all(Array.from({ length: 50 }, () => order(mint)));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    const batchIds = new Set(replies.map(({ body }) => body['batchId']));
    expect(batchIds.size).toBe(1);
    expect(await order(mint)).toMatchObject({ status: 200, body: { batchId: [...batchIds][0] } });
    expect(await desk.events([...batchIds][0] as number)).toHaveLength(1);
    const other = await order({ ...mint, attemptId: randomUUID() });
    expect(batchIds.has(other.body['batchId'])).toBe(false);
  });

  test('twelve symbols carry 2^24 codes in all, however many batches ask at once', async () => {
    const productId = await desk.aProduct();
    const mint = { productId, codeLength: 12, quantity: 2 ** 22 };
    const replies = await Promise.all(Array.from({ length: 8 }, () => order(mint)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(4);
    const refused = replies.find(({ status }) => status === 400);
    expect(refused?.body).toMatchObject({ code: 'batch_too_large', details: { quantityMax: 0 } });
    expect(refused?.body['message']).toContain('12 位码');
  });

  test('more than the length has serials for, less room for a million marks, is refused', async () => {
    const productId = await desk.aProduct();
    const quantity = 2 ** 36 - 2 ** 20;
    const fits = await order({ productId, codeLength: 20, quantity });
    expect(fits.status).toBe(200);
    const reply = await order({ productId, codeLength: 14, quantity: 2 ** 30 });
    expect(reply).toMatchObject({ status: 400, body: { code: 'batch_too_large' } });
    expect(reply.body['message']).toContain('1,072,693,248');
  });

  test('a batch of an unknown product is refused', async () => {
    const reply = await order({ productId: 999_999, quantity: 1 });
    expect(reply).toMatchObject({ status: 404, body: { code: 'product_not_found' } });
  });
});

describe('S18: the list of batches', () => {
  const listed = async (query: string) => {
    const { body } = await desk.ask('GET', `/api/hq/batches?${query}`);
    const rows = body['rows'] as Batch[];
    return { ids: rows.map((row) => row.batchId), rows, next: body['next'] };
  };

  test('filters by any of its ranges, and its pages join without gap or repeat', async () => {
    const productId = await desk.aProduct();
    const ids: number[] = [];
    for (let count = 0; count < 5; count++) ids.push((await desk.aBatch({ productId })).batchId);
    const [mixed = 0] = ids;
    await desk.change(mixed, 'activation', { lastSerial: 9 });
    const ofProduct = (query: string) => listed(`productId=${productId}&${query}`);
    expect((await ofProduct('state=activated')).ids).toEqual([mixed]);
    expect((await ofProduct('state=minted')).ids).toHaveLength(5);
    expect((await ofProduct('state=scheduled')).ids).toEqual([]);
    expect((await ofProduct('source=imported')).ids).toEqual([]);
    const first = await ofProduct('limit=3');
    const second = await ofProduct(`limit=3&cursor=${String(first.next)}`);
    expect([...first.ids, ...second.ids]).toEqual(ids.toReversed());
    expect(second.next).toBeNull();
    expect(second.rows.at(-1)).toMatchObject({ state: 'mixed', rangeCount: 2, productId });
  });

  test('finds blank codes, a number, and words of a note, whatever they mean to a pattern', async () => {
    const note = '100%_华东';
    const { body } = await order({ quantity: 20, note });
    const batchId = body['batchId'] as number;
    expect((await listed(`search=${encodeURIComponent('0%_华')}`)).ids).toEqual([batchId]);
    expect((await listed(`search=${encodeURIComponent('1__%')}`)).ids).not.toContain(batchId);
    expect((await listed(`search=${batchId}`)).ids).toContain(batchId);
    expect((await listed('blank=yes')).ids).toContain(batchId);
    expect((await listed('blank=no')).ids).not.toContain(batchId);
    const productId = await desk.aProduct();
    await desk.change(batchId, 'product', { productId, firstSerial: 5 });
    const [row] = (await listed(`search=${batchId}&blank=yes`)).rows;
    expect(row).toMatchObject({ batchId, productId: null, productName: null, rangeCount: 2 });
  });
});

describe('B1: a code exists only as its batch says', () => {
  test('not beyond the quantity, not of another length, not of a batch that is none', async () => {
    const { batchId } = await desk.aBatch({ quantity: 10 });
    expect(await desk.scan(desk.codeOf(batchId, 9))).toMatchObject({ batchId, serial: 9 });
    expect(await desk.scan(desk.codeOf(batchId, 10))).toBeNull();
    expect(await desk.scan(desk.codeBook.cipher(1, 20).encode(batchId, 1))).toBeNull();
    expect(await desk.scan(desk.codeOf(1_000_000, 1))).toBeNull();
  });

  test('B7: a copy mark is a code with the life of the one it stands for; others beyond are none', async () => {
    const batch = await desk.aBatch({ quantity: 10 });
    const { batchId, productId } = batch;
    const serial = await desk.aMark(batch, 7);
    await desk.change(batchId, 'activation', { firstSerial: 7, lastSerial: 7 });
    expect(await desk.scan(desk.codeOf(batchId, serial))).toMatchObject({
      ...{ batchId, serial: 10, place: 7, state: 'activated', productId },
      markOf: expect.any(Number) as number,
    });
    expect(await desk.scan(desk.codeOf(batchId, 7))).toMatchObject({ place: 7, markOf: null });
    expect(await desk.scan(desk.codeOf(batchId, serial + 1))).toBeNull();
    // Issued, but in no copy: nothing stands for it.
    await desk.db
      .updateTable('codeBatch')
      .set({ marksIssued: 5 })
      .where('batchId', '=', batchId)
      .execute();
    expect(await desk.scan(desk.codeOf(batchId, serial + 1))).toBeNull();
  });

  test('a thousand scans are resolved by two statements, in their order', async () => {
    const batches = [await desk.aBatch(), await desk.aBatch()];
    const batchId = await desk.anImportedBatch(await desk.aProduct(), ['FAB-1', 'FAB-2']);
    const texts = Array.from({ length: 250 }, (_, index) => [
      desk.codeOf(batches[index % 2]!.batchId, index % 100),
      `${testPublicUrl}/C/UNKNOWN`,
      'FAB-2',
      'fab-1',
    ]).flat();
    const statements: string[] = [];
    const resolved = await resolveCodes(
      desk.db.withPlugin({
        transformQuery: ({ node }) => (statements.push(node.kind), node),
        transformResult: ({ result }) => Promise.resolve(result),
      }),
      texts.map((text) => readScannedText(desk.codeBook, text, 'qrcode')),
      desk.clock.now(),
    );
    expect(statements).toHaveLength(2);
    for (const [index, code] of resolved.entries()) {
      const quarter = Math.floor(index / 4);
      const expected = [
        { batchId: batches[quarter % 2]!.batchId, serial: quarter % 100 },
        null,
        { batchId, serial: 1 },
        { batchId, serial: 0 },
      ][index % 4];
      if (expected === null) expect(code).toBeNull();
      else expect(code).toMatchObject(expected ?? {});
    }
  });
});
