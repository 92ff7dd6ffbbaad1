import type pg from 'pg';
import type { GiveWay } from './give-way.ts';
import { groupBuckets } from './read-buckets.ts';
import type { BucketGroup } from './read-buckets.ts';
import { bucketCount } from './spool.ts';
import type { SpoolReader } from './spool.ts';
import { createStore } from './store-codes.ts';
import type { StoreOutcome, StoreStep } from './store-codes.ts';
import { endStoringTurn, takeStoringTurn } from './take-turn.ts';

export interface StoreBucketsOptions {
  pool: pg.Pool;
  /** The connection of the import; a second one is taken from the pool. */
  client: pg.ClientBase;
  importId: number;
  batchId: number;
  state: StoreStep['state'];
  bucketsDone: number;
  codesPerTransaction: number;
  giveWay: GiveWay;
  /** How many connections may store now, one or two; asked before every group. */
  lanes: () => number;
  signal: AbortSignal | undefined;
}

/** Stores, or compares, the buckets that are not done yet. When it throws, nothing goes on behind it. */
export async function storeBuckets(
  spool: SpoolReader,
  options: StoreBucketsOptions,
): Promise<StoreOutcome> {
  const { pool, client, bucketsDone, codesPerTransaction, signal } = options;
  if (!(await takeStoringTurn(client, signal))) return 'stopped';
  const second = await pool.connect();
  try {
    const wanted = { from: bucketsDone, to: bucketCount };
    const groups = groupBuckets(spool, wanted, codesPerTransaction);
    const outcome = await storeGroups(groups, [client, second], options);
    await endStoringTurn(client);
    return outcome;
  } finally {
    // Whatever it was in the middle of ends with the connection.
    second.release(true);
  }
}

/**
 * Side by side: PostgreSQL gives a connection one processor, and a COPY fills it. Each group waits for
 * the one before with its commit, so that the count of buckets has no holes; when one fails those
 * behind it are rolled back.
 */
async function storeGroups(
  groups: Iterable<BucketGroup>,
  clients: pg.ClientBase[],
  { importId, batchId, state, giveWay, lanes, signal }: StoreBucketsOptions,
): Promise<StoreOutcome> {
  const storeCodes = createStore(giveWay);
  const free = [...clients];
  const underWay = new Set<Promise<StoreOutcome>>();
  let before: Promise<StoreOutcome> = Promise.resolve('done');
  try {
    for (const { fromBucket, toBucket, read } of groups) {
      const most = Math.max(1, Math.min(lanes(), clients.length));
      while (underWay.size >= most) await Promise.race(underWay);
      if (signal?.aborted) return 'stopped';
      const client = free.pop();
      if (client === undefined) throw new Error('a connection was not given back');
      const step = { importId, batchId, state, fromBucket, toBucket };
      const ended = storeCodes({ client, before }, step, read()).finally(() => {
        free.push(client);
        underWay.delete(ended);
      });
      // Whoever waits for it hears of a failure; until then it is nobody's surprise.
      ended.catch(() => undefined);
      underWay.add(ended);
      before = ended;
    }
    return await before;
  } finally {
    await Promise.allSettled(underWay);
  }
}
