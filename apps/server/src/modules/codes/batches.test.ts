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

function codeOf(batch: Batch, serial: number): string {
  return desk.codeBook.cipher(1, batch.codeLength as 16).encode(batch.batchId, serial);
}

describe('S18: minting a batch of own codes', () => {
  test('a batch is minted, not yet activated, and a billion codes take no longer', async () => {
    const productId = await desk.aProduct('鲜味酱油');
    const batch = await desk.aBatch({ productId, quantity: 1_000_000_000 });
    expect(batch).toMatchObject({
      source: 'own',
      state: 'minted',
      productName: '鲜味酱油',
      quantity: 1_000_000_000,
      codeLength: 16,
      activatedAt: null,
    });
    const { body } = await desk.ask('GET', `/api/hq/batches/${batch.batchId}`);
    expect(body).toEqual(batch);
    const rows = await desk.db.selectFrom('codeRange').selectAll().execute();
    expect(rows.filter((row) => row.batchId === batch.batchId)).toHaveLength(1);
  });

  test('twelve symbols carry 2^24 codes in all, however many batches ask at once', async () => {
    const productId = await desk.aProduct();
    const mint = { productId, codeLength: 12, quantity: 2 ** 22 };
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => desk.ask('POST', '/api/hq/batches', mint)),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(4);
    const refused = replies.find(({ status }) => status === 400);
    expect(refused?.body).toMatchObject({ code: 'batch_too_large', details: { quantityMax: 0 } });
    expect(refused?.body['message']).toContain('12 位码');
  });

  test('more than the length has serials for is refused with the limit', async () => {
    const productId = await desk.aProduct();
    const quantity = 2 ** 26 + 1;
    const reply = await desk.ask('POST', '/api/hq/batches', {
      productId,
      codeLength: 12,
      quantity,
    });
    expect(reply).toMatchObject({ status: 400, body: { code: 'batch_too_large' } });
    expect(reply.body['message']).toContain('67,108,864');
  });

  test('a batch of an unknown product is refused', async () => {
    const reply = await desk.ask('POST', '/api/hq/batches', { productId: 999_999, quantity: 1 });
    expect(reply).toMatchObject({ status: 404, body: { code: 'product_not_found' } });
  });

  test('the list filters and its pages join without gap or repeat', async () => {
    const productId = await desk.aProduct();
    const ids: number[] = [];
    for (let count = 0; count < 5; count++) ids.push((await desk.aBatch({ productId })).batchId);
    await desk.changeState(ids[0]!, 'activate');
    const list = async (query: string) => {
      const { body } = await desk.ask('GET', `/api/hq/batches?productId=${productId}&${query}`);
      return { ids: (body['rows'] as Batch[]).map((row) => row.batchId), next: body['next'] };
    };
    expect((await list('state=activated')).ids).toEqual([ids[0]]);
    expect((await list('source=imported')).ids).toEqual([]);
    const first = await list('limit=3');
    const second = await list(`limit=3&cursor=${String(first.next)}`);
    expect([...first.ids, ...second.ids]).toEqual(ids.toReversed());
    expect(second.next).toBeNull();
  });
});

describe('S18: the life of a batch', () => {
  test('minted, activated, frozen, activated again, void; what pays follows it', async () => {
    const batch = await desk.aBatch();
    const code = codeOf(batch, 99);
    const stateOf = async () => (await desk.scan(code))?.state;
    expect(await stateOf()).toBe('minted');
    const activated = await desk.changeState(batch.batchId, 'activate');
    expect(activated.body['activatedAt']).toBe(desk.clock.now().toISOString());
    expect(await stateOf()).toBe('activated');
    await desk.changeState(batch.batchId, 'freeze');
    expect(await stateOf()).toBe('frozen');
    desk.clock.advanceMs(60_000);
    const thawed = await desk.changeState(batch.batchId, 'thaw');
    expect(thawed.body['activatedAt']).toBe(activated.body['activatedAt']);
    await desk.changeState(batch.batchId, 'void');
    expect(await stateOf()).toBe('void');
  });

  test.each([
    [[], 'freeze', '未激活'],
    [[], 'thaw', '未激活'],
    [['activate'], 'activate', '已激活'],
    [['activate'], 'thaw', '已激活'],
    [['activate', 'freeze'], 'freeze', '已冻结'],
    [['activate', 'freeze'], 'activate', '已冻结'],
    [['void'], 'activate', '已作废'],
    [['void'], 'freeze', '已作废'],
    [['void'], 'thaw', '已作废'],
    [['void'], 'void', '已作废'],
  ])('after %j, %s is refused and told the batch is %s', async (before, action, stateName) => {
    const { batchId } = await desk.aBatch();
    for (const step of before) expect((await desk.changeState(batchId, step)).status).toBe(200);
    const { status, body } = await desk.changeState(batchId, action);
    expect([status, body['code']]).toEqual([409, 'batch_state_conflict']);
    expect(body['message']).toContain(stateName);
  });

  test('an unknown batch is refused', async () => {
    expect(await desk.changeState(999_999, 'activate')).toMatchObject({
      status: 404,
      body: { code: 'batch_not_found' },
    });
    expect((await desk.ask('GET', '/api/hq/batches/999999')).body['code']).toBe('batch_not_found');
  });

  test('of fifty activations, then fifty voids at once, exactly one wins each', async () => {
    const { batchId } = await desk.aBatch();
    for (const action of ['activate', 'void']) {
      const replies = await Promise.all(
        Array.from({ length: 50 }, () => desk.changeState(batchId, action)),
      );
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(replies.filter(({ status }) => status === 409)).toHaveLength(49);
    }
  });

  test('freezing and voiding at once end in one of the two orders, always void', async () => {
    const { batchId } = await desk.aBatch();
    await desk.changeState(batchId, 'activate');
    const actions = Array.from({ length: 25 }, () => ['freeze', 'void', 'thaw']).flat();
    await Promise.all(actions.map((action) => desk.changeState(batchId, action)));
    expect((await desk.ask('GET', `/api/hq/batches/${batchId}`)).body['state']).toBe('void');
  });
});

describe('B1: a code exists only as its batch says', () => {
  test('not beyond the quantity, not of another length, not of a batch that is none', async () => {
    const batch = await desk.aBatch({ quantity: 10 });
    expect(await desk.scan(codeOf(batch, 9))).toMatchObject({ batchId: batch.batchId, serial: 9 });
    expect(await desk.scan(codeOf(batch, 10))).toBeNull();
    expect(await desk.scan(desk.codeBook.cipher(1, 20).encode(batch.batchId, 1))).toBeNull();
    expect(await desk.scan(desk.codeBook.cipher(1, 16).encode(1_000_000, 1))).toBeNull();
  });

  test('a thousand scans are resolved by two statements, in their order', async () => {
    const batches = [await desk.aBatch(), await desk.aBatch()];
    const { batchId } = await desk.importFile('FAB-1\nFAB-2\n');
    const texts = Array.from({ length: 250 }, (_, index) => [
      codeOf(batches[index % 2]!, index % 100),
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
