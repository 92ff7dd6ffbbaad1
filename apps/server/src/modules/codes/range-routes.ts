import type { Batch } from '@mashang/contract';
import type { Clock } from '../../platform/clock.ts';
import { cleanLine } from '../../platform/clean-text.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { Refusal } from '../../platform/errors.ts';
import type { Route } from '../../platform/http.ts';
import { readMoment } from '../../platform/read-moment.ts';
import { activateCodes } from './activate-codes.ts';
import { assignProduct } from './assign-product.ts';
import { getBatch, type BatchLookups } from './batch-queries.ts';
import type { RangeChange } from './change-ranges.ts';
import type { ReadGtin } from './create-batch.ts';
import { freezeCodes, thawCodes } from './freeze-codes.ts';
import { listRanges, type RangeLookups } from './read-ranges.ts';
import type { HasClaimsBetween } from './refuse-claimed.ts';
import { revokeCodes } from './revoke-codes.ts';
import { setRangePoints } from './set-range-points.ts';
import { voidCodes } from './void-codes.ts';

export interface RangeRouteDependencies extends BatchLookups, RangeLookups {
  db: Db;
  clock: Clock;
  requireProduct: (tx: Tx, productId: number) => Promise<void>;
  readGtin: ReadGtin;
  hasClaimsBetween: HasClaimsBetween;
}

/** What a route knows of a change before it reads its body. */
interface Asked {
  params: { batchId: number };
  caller: { staffId: number };
}

/** The life of codes, by ranges of serials. */
export function registerRangeRoutes(route: Route, dependencies: RangeRouteDependencies): void {
  const { db, clock, requireProduct, hasClaimsBetween } = dependencies;

  /** One change in one transaction, answered with the batch as it is afterwards. */
  function change<Body extends Partial<RangeChange>>(
    { params: { batchId }, caller: { staffId }, body }: Asked & { body: Body },
    work: (tx: Tx, asked: Body & RangeChange) => Promise<void>,
  ): Promise<Batch> {
    const now = clock.now();
    return db.transaction().execute(async (tx) => {
      await work(tx, { ...body, batchId, staffId, now });
      return getBatch(tx, batchId, dependencies, now);
    });
  }

  route('GET /api/hq/batches/:batchId/ranges', ({ params, query }) =>
    listRanges(db, { ...params, ...query, now: clock.now() }, dependencies),
  );

  route('POST /api/hq/batches/:batchId/activation', (input) => {
    const { activatesAt, ...body } = input.body;
    const moment = activatesAt === undefined ? undefined : readMoment(activatesAt);
    return change({ ...input, body: { ...body, activatesAt: moment } }, activateCodes);
  });

  route('POST /api/hq/batches/:batchId/revocation', (input) =>
    change(input, withReason(revokeCodes)),
  );
  route('POST /api/hq/batches/:batchId/freeze', (input) => change(input, withReason(freezeCodes)));
  route('POST /api/hq/batches/:batchId/thaw', (input) => change(input, thawCodes));
  route('POST /api/hq/batches/:batchId/void', (input) => change(input, withReason(voidCodes)));

  route('POST /api/hq/batches/:batchId/product', (input) =>
    change(input, async (tx, asked) => {
      await requireProduct(tx, asked.productId);
      await assignProduct(tx, asked, dependencies);
    }),
  );

  route('POST /api/hq/batches/:batchId/points-rule', (input) =>
    change(input, (tx, asked) => setRangePoints(tx, asked, hasClaimsBetween)),
  );
}

/** What takes points from people is not done without a word. */
function withReason<Change extends RangeChange>(
  work: (tx: Tx, asked: Change) => Promise<void>,
): (tx: Tx, asked: Change) => Promise<void> {
  return (tx, asked) => {
    if (cleanLine(asked.reason ?? '') === '') throw new Refusal('bad_request', 400, '请填写原因');
    return work(tx, asked);
  };
}
