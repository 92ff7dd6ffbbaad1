import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { sendList } from '../../platform/send-list.ts';
import { addGift, copyGift } from './add-gift.ts';
import { changeGiftState } from './change-gift-state.ts';
import { correctStock } from './correct-stock.ts';
import { deleteGift } from './delete-gift.ts';
import { getGift } from './get-gift.ts';
import { giftColumns } from './gift-columns.ts';
import { listGifts, listStockMovements } from './list-gifts.ts';
import { getShelfGift, listShelf, type CountPiecesOfMember } from './list-shelf.ts';
import { updateGift } from './update-gift.ts';

export interface GiftRouteDependencies {
  db: Db;
  clock: Clock;
  /** Throws picture_not_found. */
  requirePictures: (db: Db, pictureIds: readonly string[]) => Promise<void>;
  countPiecesOfMember: CountPiecesOfMember;
  readStaffNames: (db: Db, staffIds: number[]) => Promise<Map<number, string>>;
}

/** Binds the shelf members see and the catalogue head office keeps. */
export function registerGiftRoutes(route: Route, dependencies: GiftRouteDependencies): void {
  const { db, countPiecesOfMember } = dependencies;

  route('GET /api/gifts', ({ query }) => listShelf(db, query));

  route('GET /api/gifts/:giftId', ({ params: { giftId }, caller: { memberId } }) =>
    getShelfGift(db, { giftId, memberId }, countPiecesOfMember),
  );

  bindReading(route, dependencies);
  bindWriting(route, dependencies);
}

function bindReading(route: Route, { db, clock, readStaffNames }: GiftRouteDependencies): void {
  route('GET /api/hq/gifts', ({ query }) => listGifts(db, query));

  route('GET /api/hq/gifts/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    await sendList(
      { request, reply },
      {
        format,
        language: caller.language,
        now: clock.now(),
        name: { zh: '礼品', en: 'gifts' },
        columns: giftColumns,
        readPage: (page) => listGifts(db, { ...filter, ...page }),
      },
    );
  });

  route('GET /api/hq/gifts/:giftId', ({ params }) => getGift(db, params.giftId));

  route('GET /api/hq/gifts/:giftId/stock-movements', ({ params, query }) =>
    listStockMovements(db, params.giftId, query, readStaffNames),
  );
}

function bindWriting(route: Route, { db, clock, requirePictures }: GiftRouteDependencies): void {
  const write = <Value>(work: (tx: Tx) => Promise<Value>) => db.transaction().execute(work);

  route('POST /api/hq/gifts', async ({ body, caller: { staffId } }) => {
    await requirePictures(db, body.pictureIds);
    const giftId = await write((tx) => addGift(tx, { ...body, staffId, now: clock.now() }));
    return getGift(db, giftId);
  });

  route('PUT /api/hq/gifts/:giftId', async ({ params: { giftId }, body }) => {
    const { version, ...fields } = body;
    await requirePictures(db, fields.pictureIds);
    await write((tx) => updateGift(tx, { giftId, fields, version, now: clock.now() }));
    return getGift(db, giftId);
  });

  route('POST /api/hq/gifts/:giftId/copy', async ({ params: { giftId } }) => {
    const copyId = await write((tx) => copyGift(tx, { giftId, now: clock.now() }));
    return getGift(db, copyId);
  });

  route('POST /api/hq/gifts/:giftId/state', async ({ params: { giftId }, body: { state } }) => {
    await write((tx) => changeGiftState(tx, { giftId, state, now: clock.now() }));
    return getGift(db, giftId);
  });

  route('DELETE /api/hq/gifts/:giftId', async ({ params: { giftId } }) => ({
    outcome: await write((tx) => deleteGift(tx, { giftId, now: clock.now() })),
  }));

  route('POST /api/hq/gifts/:giftId/stock', async ({ params: { giftId }, body, caller }) => {
    const correction = { ...body, giftId, staffId: caller.staffId, now: clock.now() };
    await write((tx) => correctStock(tx, correction));
    return getGift(db, giftId);
  });
}
