import { randomUUID } from 'node:crypto';
import type { StockMovement } from '@mashang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { giftFields, openGiftDesk } from './gift-desk.test-support.ts';
import type { GiftDesk } from './gift-desk.test-support.ts';
import { returnStock } from './index.ts';

let desk: GiftDesk;
beforeAll(async () => {
  desk = await openGiftDesk();
});
afterAll(() => desk.close());

const returnPieces = (giftId: number, quantity: number, redemptionId: number) =>
  desk.db
    .transaction()
    .execute((tx) => returnStock(tx, { giftId, quantity, redemptionId, now: desk.clock.now() }));

describe('S12: gifts', () => {
  test('a gift is added as a draft, edited, copied, put on sale and taken off', async () => {
    const gift = await desk.aGift({ name: ' 炒锅\u0000\u202e 28cm🍳 ', stock: 3 });
    expect(gift).toMatchObject({ name: '炒锅 28cm🍳', state: 'draft', stock: 3, version: 1 });
    const url = `/api/hq/gifts/${gift.giftId}`;
    const edited = await desk.ask('PUT', url, {
      ...giftFields,
      name: '蒸锅',
      pointsPrice: 700,
      version: 1,
    });
    expect(edited.body).toMatchObject({ name: '蒸锅', pointsPrice: 700, version: 2, stock: 3 });
    const copy = await desk.ask('POST', `${url}/copy`, {});
    expect(copy.body).toMatchObject({ name: '蒸锅', state: 'draft', stock: 0, version: 1 });
    expect((await desk.ask('GET', `/api/gifts/${gift.giftId}`)).body.code).toBe('gift_not_on_sale');
    expect((await desk.putOnSale(gift.giftId)).body).toMatchObject({ state: 'onSale', version: 2 });
    expect((await desk.ask('GET', `/api/gifts/${gift.giftId}`)).status).toBe(200);
  });

  test('of two clerks who edit the same version one wins and the other is told', async () => {
    const { giftId } = await desk.aGift();
    const edits = ['甲', '乙', '丙', '丁'].map((name) =>
      desk.ask('PUT', `/api/hq/gifts/${giftId}`, { ...giftFields, name, version: 1 }),
    );
    const codes = (await Promise.all(edits)).map(({ body }) => body.code ?? 'saved').sort();
    expect(codes).toEqual([...Array<string>(3).fill('changed_meanwhile'), 'saved']);
  });

  test('what was never redeemed is deleted, what was is archived and can come back', async () => {
    const unused = await desk.aGift();
    const url = `/api/hq/gifts/${unused.giftId}`;
    expect((await desk.ask('DELETE', url)).body.outcome).toBe('deleted');
    expect((await desk.ask('GET', url)).body.code).toBe('gift_not_found');
    const used = await desk.aGift();
    const usedUrl = `/api/hq/gifts/${used.giftId}`;
    await desk.putOnSale(used.giftId);
    await desk.take(used.giftId, 1, 900);
    expect((await desk.ask('DELETE', usedUrl)).body.outcome).toBe('archived');
    expect((await desk.ask('GET', `/api/gifts/${used.giftId}`)).body.code).toBe('gift_not_on_sale');
    expect((await desk.ask('PUT', usedUrl, { ...giftFields, version: 1 })).body.code).toBe(
      'changed_meanwhile',
    );
    expect((await desk.putOnSale(used.giftId)).body.code).toBe('changed_meanwhile');
    const back = await desk.ask('POST', `${usedUrl}/state`, { state: 'offSale' });
    expect(back.body).toMatchObject({ state: 'offSale', redeemedCount: 1, stock: 9 });
  });

  test('fifty corrections and takings at once leave a stock that its movements explain', async () => {
    const { giftId } = await desk.aGift({ stock: 20 });
    await desk.putOnSale(giftId);
    const correct = (change: number) =>
      desk.ask('POST', `/api/hq/gifts/${giftId}/stock`, { change, note: '盘点' });
    const work = Array.from({ length: 25 }, (_, n) => [
      correct(n % 2 ? -2 : 1),
      desk.take(giftId, 1, 2000 + n).catch(() => null),
    ]);
    await Promise.all(work.flat());
    const { body: gift } = await desk.ask('GET', `/api/hq/gifts/${giftId}`);
    const movements = await desk.walk<StockMovement>(
      `/api/hq/gifts/${giftId}/stock-movements?limit=7`,
    );
    expect(gift.stock).toBeGreaterThanOrEqual(0);
    expect(movements.reduce((sum, { change }) => sum + change, 0)).toBe(gift.stock);
    expect(movements[0]?.stockAfter).toBe(gift.stock);
    expect(movements.at(-1)).toMatchObject({ reason: 'initial', staffName: '小李', change: 20 });
    const taken = movements.filter(({ reason }) => reason === 'redemption').length;
    expect(gift.redeemedCount).toBe(taken);
  });

  test('the pieces of a redemption come back once, even into an archived gift', async () => {
    const { giftId } = await desk.aGift({ stock: 5 });
    await desk.putOnSale(giftId);
    await desk.take(giftId, 2, 3000);
    await desk.take(giftId, 2, 3001);
    await desk.ask('DELETE', `/api/hq/gifts/${giftId}`);
    await returnPieces(giftId, 2, 3000);
    await expect(returnPieces(giftId, 2, 3000)).rejects.toThrow('gift_stock_movement__once');
    expect((await desk.ask('GET', `/api/hq/gifts/${giftId}`)).body).toMatchObject({
      stock: 3,
      redeemedCount: 2,
    });
  });

  test.each<
    [string, 'GET' | 'POST' | 'PUT' | 'DELETE', string, object | undefined, number, string]
  >([
    [
      'a name of nothing',
      'POST',
      '',
      { ...giftFields, name: ' \u200b', stock: 1 },
      400,
      'gift_incomplete',
    ],
    ['price 0', 'POST', '', { ...giftFields, pointsPrice: 0, stock: 1 }, 400, 'bad_request'],
    ['half a point', 'POST', '', { ...giftFields, pointsPrice: 1.5, stock: 1 }, 400, 'bad_request'],
    [
      'price beyond integers',
      'POST',
      '',
      { ...giftFields, pointsPrice: 2 ** 31, stock: 1 },
      400,
      'bad_request',
    ],
    ['stock below zero', 'POST', '', { ...giftFields, stock: -1 }, 400, 'bad_request'],
    ['limit 0', 'POST', '', { ...giftFields, limitPerMember: 0, stock: 1 }, 400, 'bad_request'],
    [
      'an unknown picture',
      'POST',
      '',
      { ...giftFields, pictureIds: [randomUUID()], stock: 1 },
      404,
      'picture_not_found',
    ],
    ['no such gift', 'PUT', '/999999', { ...giftFields, version: 1 }, 404, 'gift_not_found'],
    [
      'a version beyond integers',
      'PUT',
      '/1',
      { ...giftFields, version: 2 ** 40 },
      409,
      'changed_meanwhile',
    ],
    ['no such gift', 'DELETE', '/999999', undefined, 404, 'gift_not_found'],
    ['no such gift', 'POST', '/999999/copy', {}, 404, 'gift_not_found'],
    ['no such gift', 'GET', '/999999/stock-movements', undefined, 404, 'gift_not_found'],
    ['a correction of nothing', 'POST', '/1/stock', { change: 0, note: 'x' }, 400, 'bad_request'],
    [
      'stock taken below zero',
      'POST',
      '/1/stock',
      { change: -100000, note: 'x' },
      409,
      'gift_sold_out',
    ],
    [
      'stock beyond its end',
      'POST',
      '/1/stock',
      { change: 100000000, note: 'x' },
      400,
      'bad_request',
    ],
    ['a foreign cursor', 'GET', '?cursor=nonsense', undefined, 400, 'bad_request'],
    [
      'a cursor of another order',
      'GET',
      `?sort=name&cursor=${cursorOf({ giftId: 1, value: 1 })}`,
      undefined,
      400,
      'bad_request',
    ],
    [
      'a cursor with NUL',
      'GET',
      `?sort=name&cursor=${cursorOf({ giftId: 1, value: '\0' })}`,
      undefined,
      400,
      'bad_request',
    ],
  ])('%s is refused: %s %s', async (_name, method, path, body, status, code) => {
    if (path.startsWith('/1')) await desk.aGift();
    const reply = await desk.ask(method, `/api/hq/gifts${path}`, body);
    expect({ status: reply.status, code: reply.body.code }).toEqual({ status, code });
  });

  test('HTML in a description keeps its text and loses what could act', async () => {
    const descriptionHtml = [
      '<h3 onclick="x()">标题</h3><script>alert(1)</script><style>p{}</style>',
      '<p style="position:fixed"><b>粗</b> <a href="javascript:alert(1)">a</a>',
      '<a href="https://example.cn/a" target="_top" onmouseover="x()">b</a><a href="//evil.cn">c</a></p>',
      '<img src=x onerror=alert(1)><img src="https://evil.cn/a.png">',
      '<img src="/pictures/00000000-0000-4000-8000-000000000000/large" onload="x()">',
      '<iframe src="https://evil.cn"></iframe><svg><script>1</script></svg>\u0000\ud800&lt;script&gt;',
    ].join('');
    const gift = await desk.aGift({ descriptionHtml });
    expect(gift.descriptionHtml).toBe(
      '<h3>标题</h3><p><strong>粗</strong> <a>a</a>' +
        '<a href="https://example.cn/a" rel="noopener nofollow" target="_blank">b</a><a>c</a></p>' +
        '<img src="/pictures/00000000-0000-4000-8000-000000000000/large" />\ufffd&lt;script&gt;',
    );
    // What was cleaned once stays as it is when it is edited.
    const again = await desk.aGift({ descriptionHtml: gift.descriptionHtml });
    expect(again.descriptionHtml).toBe(gift.descriptionHtml);
    const tooLong = { ...giftFields, descriptionHtml: '&'.repeat(15_000), stock: 1 };
    expect((await desk.ask('POST', '/api/hq/gifts', tooLong)).body.code).toBe('gift_incomplete');
  });
});

function cursorOf(position: object): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}
