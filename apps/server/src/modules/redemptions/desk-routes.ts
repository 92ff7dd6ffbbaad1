import type { QueryOf } from '@mashang/contract';
import type { Route } from '../../platform/http.ts';
import { sendList } from '../../platform/send-list.ts';
import { unsealAddress } from './address-seal.ts';
import { describeRedemptions } from './describe-redemptions.ts';
import { redemptionNotFound } from './errors.ts';
import { countByState, listRedemptions } from './list-redemptions.ts';
import {
  approveRedemption,
  receiveRedemption,
  rejectRedemption,
  shipRedemption,
} from './move-redemption.ts';
import { addressColumns, redemptionColumns } from './redemption-columns.ts';
import type { RedemptionRouteDependencies } from './routes.ts';
import { runBatch } from './run-batch.ts';
import { getPackingSlips } from './tell-story.ts';

/** Binds head office's list of redemptions, its file, the packing slips, and the processing. */
export function registerDeskRoutes(route: Route, dependencies: RedemptionRouteDependencies): void {
  bindReading(route, dependencies);
  bindProcessing(route, dependencies);
}

function bindReading(route: Route, dependencies: RedemptionRouteDependencies): void {
  const { db, clock, masterKey } = dependencies;

  route('GET /api/hq/redemptions', async ({ query }) => {
    const { rows, next } = await listRedemptions(db, masterKey, query);
    return { rows: await describeRedemptions(db, rows), next };
  });

  route('GET /api/hq/redemptions/counts', ({ query }) => countByState(db, masterKey, query));

  route('GET /api/hq/redemptions/export', async ({ query, caller, request, reply }) => {
    const { format, addresses, ...filter } = query;
    await sendList(
      { request, reply },
      {
        format,
        language: caller.language,
        now: clock.now(),
        name: { zh: '礼品兑换', en: 'redemptions' },
        columns: addresses ? [...redemptionColumns, ...addressColumns] : redemptionColumns,
        readPage: (page) =>
          readLines(dependencies, { ...filter, ...page }, addresses !== undefined),
      },
    );
  });

  route('GET /api/hq/redemptions/:redemptionId', async ({ params, caller: { language } }) => {
    const asked = { redemptionIds: [params.redemptionId], language };
    const [slip] = await getPackingSlips(db, dependencies, asked);
    if (!slip) throw redemptionNotFound();
    return slip;
  });

  route('POST /api/hq/redemptions/packing-slips', async ({ body, caller: { language } }) => ({
    slips: await getPackingSlips(db, dependencies, { ...body, language }),
  }));
}

/** Lines of the file; nothing is unsealed that nobody asked for. */
async function readLines(
  { db, masterKey }: RedemptionRouteDependencies,
  query: QueryOf<'GET /api/hq/redemptions'>,
  withAddresses: boolean,
) {
  const { rows, next } = await listRedemptions(db, masterKey, query);
  const addresses = new Map(
    withAddresses ? rows.map((row) => [row.redemptionId, unsealAddress(masterKey, row)]) : [],
  );
  const described = await describeRedemptions(db, rows);
  return {
    rows: described.map((row) => ({ ...row, address: addresses.get(row.redemptionId) ?? null })),
    next,
  };
}

function bindProcessing(route: Route, dependencies: RedemptionRouteDependencies): void {
  const { db, clock } = dependencies;
  const movesOf = (redemptionIds: number[], staffId: number) =>
    redemptionIds.map((redemptionId) => ({ redemptionId, by: { staffId }, now: clock.now() }));

  route('POST /api/hq/redemptions/approve', ({ body, caller: { staffId } }) =>
    runBatch(db, movesOf(body.redemptionIds, staffId), (tx, move) =>
      approveRedemption(tx, dependencies, move),
    ),
  );

  route('POST /api/hq/redemptions/ship', ({ body, caller: { staffId } }) => {
    const shipments = body.shipments.map((shipment) => ({
      ...shipment,
      by: { staffId },
      now: clock.now(),
    }));
    return runBatch(db, shipments, (tx, shipment) => shipRedemption(tx, dependencies, shipment));
  });

  route('POST /api/hq/redemptions/receive', ({ body, caller: { staffId } }) =>
    runBatch(db, movesOf(body.redemptionIds, staffId), (tx, move) =>
      receiveRedemption(tx, dependencies, move),
    ),
  );

  route('POST /api/hq/redemptions/reject', ({ body, caller: { staffId } }) => {
    const { redemptionIds, reason } = body;
    return runBatch(db, movesOf(redemptionIds, staffId), (tx, move) =>
      rejectRedemption(tx, dependencies, { ...move, reason }),
    );
  });
}
