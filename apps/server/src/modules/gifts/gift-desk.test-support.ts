import type { Gift } from '@mashang/contract';
import { freshDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { requirePictures } from '../pictures/index.ts';
import { registerGiftRoutes, takeStock } from './index.ts';

export const giftFields = {
  name: '炒锅',
  pointsPrice: 500,
  descriptionHtml: '',
  pictureIds: [] as string[],
  limitPerMember: null as number | null,
  sortOrder: 100,
};

type Reply = Gift & { code: string; details?: object; outcome?: string };
export interface Page<Row> {
  rows: Row[];
  next: string | null;
}

/** The module on a database of its own, asked over HTTP as clerk 7, or as the member of a header. */
export async function openGiftDesk() {
  const database = await freshDatabase({ max: 20 });
  const clock = createTestClock();
  const { app, route } = openTestRoute({
    who: ({ headers }) => ({
      memberId: headers['x-member'] ? Number(headers['x-member']) : null,
      staffId: 7,
      staffRole: 'operator',
    }),
  });
  registerGiftRoutes(route, {
    db: database.db,
    clock,
    requirePictures,
    countPiecesOfMember: () => Promise.resolve(2),
    readStaffNames: () => Promise.resolve(new Map([[7, '小李']])),
  });

  async function ask<Body = Reply>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
    headers = {},
  ) {
    const reply = await app.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
    return { status: reply.statusCode, body: reply.json<Body>() };
  }
  async function aGift(given: Partial<typeof giftFields> & { stock?: number } = {}): Promise<Gift> {
    const { status, body } = await ask('POST', '/api/hq/gifts', {
      ...giftFields,
      stock: 10,
      ...given,
    });
    if (status !== 200) throw new Error(`no gift: ${JSON.stringify(body)}`);
    return body;
  }
  const putOnSale = (giftId: number) =>
    ask('POST', `/api/hq/gifts/${giftId}/state`, { state: 'onSale' });
  /** Every row of a list, page by page. */
  async function walk<Row>(url: string): Promise<Row[]> {
    const rows: Row[] = [];
    let cursor = '';
    for (;;) {
      const { body } = await ask<Page<Row>>('GET', `${url}${cursor}`);
      rows.push(...body.rows);
      if (body.next === null) return rows;
      cursor = `&cursor=${body.next}`;
    }
  }
  const take = (giftId: number, quantity: number, redemptionId: number) =>
    database.db
      .transaction()
      .execute((tx) =>
        takeStock(tx, { giftId, quantity, pointsPrice: 500, redemptionId, now: clock.now() }),
      );
  const close = async () => {
    await app.close();
    await database.close();
  };
  return { app, db: database.db, clock, ask, aGift, putOnSale, walk, take, close };
}

export type GiftDesk = Awaited<ReturnType<typeof openGiftDesk>>;
