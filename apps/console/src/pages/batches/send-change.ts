import type { Batch, CodeEvent, CodeRange } from '@mashang/contract';
import { call } from '../../shared/api.ts';
import type { RangeAction } from './plan-change.ts';
import type { ReadChange } from './read-change.ts';

const pageRows = 200;
const pagesMax = 100;

/** Asks the server for a change. `serials`: how many will change, as the one who asks was told. */
export async function sendChange(
  action: RangeAction,
  batchId: number,
  change: ReadChange,
  serials: number,
): Promise<Batch> {
  const { span, isWhole, reason, activatesAt, productId, pointsPerCode } = change;
  const params = { batchId };
  const which = isWhole || !span ? {} : span;
  const why = reason === '' ? {} : { reason };
  switch (action) {
    case 'activate': {
      const body = { ...which, ...why, ...(activatesAt ? { activatesAt } : {}) };
      return call('POST /api/hq/batches/:batchId/activation', { params, body });
    }
    case 'revoke':
      return call('POST /api/hq/batches/:batchId/revocation', {
        params,
        body: { ...which, reason },
      });
    case 'freeze':
      return call('POST /api/hq/batches/:batchId/freeze', { params, body: { ...which, reason } });
    case 'thaw':
      return call('POST /api/hq/batches/:batchId/thaw', { params, body: { ...which, ...why } });
    case 'void':
      return call('POST /api/hq/batches/:batchId/void', {
        params,
        body: { ...which, reason, confirmedSerials: serials },
      });
    case 'product':
      return call('POST /api/hq/batches/:batchId/product', {
        params,
        body: { ...which, ...why, productId: productId ?? 0 },
      });
    case 'points':
      return call('POST /api/hq/batches/:batchId/points-rule', {
        params,
        body: { ...which, ...why, pointsPerCode },
      });
  }
}

/** Every range of a batch; `isAll` is false when there are so many that reading stopped. */
export async function readAllRanges(
  batchId: number,
): Promise<{ ranges: CodeRange[]; isAll: boolean }> {
  const params = { batchId };
  const ranges: CodeRange[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const query: { limit: number; cursor?: string } = { limit: pageRows };
    if (cursor !== null) query.cursor = cursor;
    const { rows, next } = await call('GET /api/hq/batches/:batchId/ranges', { params, query });
    ranges.push(...rows);
    cursor = next;
    if (cursor === null) return { ranges, isAll: true };
  }
  return { ranges, isAll: false };
}

/** The last thing that was done to the codes of a batch; null when nobody can tell. */
export async function readLatestEvent(batchId: number): Promise<CodeEvent | null> {
  const input = { params: { batchId }, query: { limit: 1 } };
  const { rows } = await call('GET /api/hq/batches/:batchId/events', input);
  return rows[0] ?? null;
}
