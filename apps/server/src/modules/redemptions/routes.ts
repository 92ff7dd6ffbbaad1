import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import type { AddJob } from '../../platform/jobs.ts';
import { countUse } from '../../platform/rate-limit.ts';
import { readBalances } from '../points/index.ts';
import { describeOwnRedemption } from './describe-redemptions.ts';
import { registerDeskRoutes } from './desk-routes.ts';
import { listOwnRedemptions } from './list-redemptions.ts';
import { cancelRedemption, receiveRedemption } from './move-redemption.ts';
import { redeemGift } from './redeem-gift.ts';
import { getOwnRedemption, requireOwnRow, type ReadStaffNames } from './tell-story.ts';

/**
 * Redeeming and cancelling in a circle costs a member nothing, but every round stays in the ledger, in
 * head office's list and in the chat.
 */
const memberLimit = { name: 'redemption:member', windowSeconds: 60 * 60, max: 100 };

export interface RedemptionRouteDependencies {
  db: Db;
  clock: Clock;
  masterKey: Buffer;
  addJob: AddJob;
  readStaffNames: ReadStaffNames;
}

/** Binds what members do with their redemptions, and head office with all of them. */
export function registerRedemptionRoutes(
  route: Route,
  dependencies: RedemptionRouteDependencies,
): void {
  const { db, clock, masterKey } = dependencies;
  const balanceOf = async (memberId: number) =>
    (await readBalances(db, [memberId])).get(memberId)?.balance ?? 0;

  route('POST /api/me/redemptions', async ({ body, caller: { memberId } }) => {
    await countUse(db, memberLimit, String(memberId), clock.now());
    const request = { ...body, memberId, now: clock.now() };
    const redemptionId = await db
      .transaction()
      .execute((tx) => redeemGift(tx, dependencies, request));
    const redemption = describeOwnRedemption(await requireOwnRow(db, { redemptionId, memberId }));
    return { redemption, balance: await balanceOf(memberId) };
  });

  route('GET /api/me/redemptions', ({ query, caller }) =>
    listOwnRedemptions(db, caller.memberId, query),
  );

  route('GET /api/me/redemptions/:redemptionId', ({ params, caller: { memberId, language } }) =>
    getOwnRedemption(db, masterKey, { ...params, memberId, language }),
  );

  route('POST /api/me/redemptions/:redemptionId/cancel', async ({ params, caller }) => {
    const { memberId, language } = caller;
    const move = { ...params, by: { memberId }, now: clock.now() };
    await db.transaction().execute((tx) => cancelRedemption(tx, dependencies, move));
    return {
      redemption: await getOwnRedemption(db, masterKey, { ...params, memberId, language }),
      balance: await balanceOf(memberId),
    };
  });

  route('POST /api/me/redemptions/:redemptionId/receive', async ({ params, caller }) => {
    const { memberId, language } = caller;
    const move = { ...params, by: { memberId }, now: clock.now() };
    await db.transaction().execute((tx) => receiveRedemption(tx, dependencies, move));
    return { redemption: await getOwnRedemption(db, masterKey, { ...params, memberId, language }) };
  });

  registerDeskRoutes(route, dependencies);
}
