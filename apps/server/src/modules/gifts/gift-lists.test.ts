import type { Gift, ShelfGift } from '@mashang/contract';
import { parseCsv } from 'hucre/csv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGiftDesk } from './gift-desk.test-support.ts';
import type { GiftDesk, Page } from './gift-desk.test-support.ts';

let desk: GiftDesk;
beforeAll(async () => {
  desk = await openGiftDesk();
});
afterAll(() => desk.close());

describe('S12: the lists of gifts', () => {
  test('every order shows every gift once over any page size, and search takes marks literally', async () => {
    for (const name of ['甲 100%', '甲 100_', '甲 1000', '乙', '乙', '乙']) {
      const price = 10 + (name.length % 3);
      await desk.aGift({ name: `列表${name}`, pointsPrice: price, sortOrder: price, stock: price });
    }
    for (const sort of ['order', 'newest', 'name', 'price', 'stock']) {
      const all = await desk.walk<Gift>(`/api/hq/gifts?search=列表&sort=${sort}&limit=2`);
      expect(new Set(all.map(({ giftId }) => giftId)).size).toBe(6);
      expect(all).toEqual(await desk.walk(`/api/hq/gifts?search=列表&sort=${sort}&limit=200`));
    }
    const found = (
      await desk.ask<Page<Gift>>('GET', `/api/hq/gifts?search=${encodeURIComponent('100%')}`)
    ).body;
    expect(found.rows.map(({ name }) => name)).toEqual(['列表甲 100%']);
    expect(
      (await desk.ask<Page<Gift>>('GET', '/api/hq/gifts?search=列表&state=onSale')).body.rows,
    ).toEqual([]);
  });

  test('S10: the shelf shows gifts on sale that the points reach, sold out ones too', async () => {
    const cheap = await desk.aGift({ name: '便宜', pointsPrice: 2, sortOrder: 0, stock: 0 });
    const dear = await desk.aGift({ name: '贵', pointsPrice: 3, sortOrder: 0, limitPerMember: 5 });
    const hidden = await desk.aGift({ name: '藏', pointsPrice: 1, sortOrder: 0 });
    await desk.putOnSale(cheap.giftId);
    await desk.putOnSale(dear.giftId);
    const ids = async (query: string) =>
      (await desk.walk<ShelfGift>(`/api/gifts?limit=2&${query}`)).map(({ giftId }) => giftId);
    expect(await ids('pointsMax=2')).toEqual([cheap.giftId]);
    expect((await ids('sort=order')).slice(0, 2)).toEqual([dear.giftId, cheap.giftId]);
    expect((await ids('sort=priceUp')).slice(0, 2)).toEqual([cheap.giftId, dear.giftId]);
    expect((await ids('sort=priceDown')).slice(-2)).toEqual([dear.giftId, cheap.giftId]);
    expect(await ids('sort=newest&pointsMax=9007199254740991')).not.toContain(hidden.giftId);
    const url = `/api/gifts/${dear.giftId}`;
    expect((await desk.ask('GET', url, undefined, { 'x-member': '5' })).body).toMatchObject({
      leftForMember: 3,
    });
    expect((await desk.ask('GET', url)).body).toMatchObject({ leftForMember: null });
  });

  test('S14: the list goes into a file, and no name runs as a formula', async () => {
    await desk.aGift({ name: '=cmd|calc', sortOrder: 1_000_000 });
    const reply = await desk.app.inject('/api/hq/gifts/export?format=csv&search=cmd');
    const rows = parseCsv(reply.body.slice(1)) as string[][];
    expect(rows[0]?.slice(0, 4)).toEqual(['编号', '名称', '所需积分', '库存']);
    expect(rows[1]?.slice(1, 4)).toEqual(["'=cmd|calc", '500', '10']);
  });
});
