/** Too many callers wait already; nothing of this one's work was begun. */
export class QueueFull extends Error {
  override name = 'QueueFull';
}

export interface BatchingOptions<Item, Result> {
  /** Does the work for all items at once and answers in their order; may reject for all. */
  run: (items: Item[]) => Promise<Result[]>;
  /** How many batches may be under way at the same time. */
  lanes: number;
  /** Largest number of items in one batch. */
  batchMax: number;
  /** How many may wait; beyond that `add` rejects with QueueFull at once. */
  waitingMax: number;
  /**
   * Milliseconds: nobody is let in while the first in the queue has waited longer. So the queue is
   * as long as the work of that time, whatever the machine does a second. Default: any time.
   */
  waitMaxMs?: number;
}

/** Fewer than these travel in one batch even when other lanes are idle. */
const worthSplitting = 32;

/**
 * Natural batching: an item starts at once while a lane is free; those that arrive while all lanes
 * are busy travel together next. No timer, so an idle server adds no wait.
 */
export function createBatching<Item, Result>(
  options: BatchingOptions<Item, Result>,
): { add: (item: Item) => Promise<Result>; idle: () => Promise<void>; waiting: () => number } {
  type Waiting = {
    item: Item;
    sinceMs: number;
    resolve: (result: Result) => void;
    reject: (error: unknown) => void;
  };
  const { waitMaxMs = Infinity } = options;
  let queue: Waiting[] = [];
  let lanesBusy = 0;
  let batchesUnderWay = 0;
  let onIdle: (() => void)[] = [];

  function add(item: Item): Promise<Result> {
    const nowMs = performance.now();
    const firstWaitedMs = nowMs - (queue[0]?.sinceMs ?? nowMs);
    if (queue.length >= options.waitingMax || firstWaitedMs > waitMaxMs) {
      return Promise.reject(new QueueFull('queue full'));
    }
    return new Promise((resolve, reject) => {
      queue.push({ item, sinceMs: nowMs, resolve, reject });
      if (lanesBusy < options.lanes) {
        lanesBusy += 1;
        // Callers of this very turn of the event loop travel together.
        setImmediate(() => void drive());
      }
    });
  }

  async function drive(): Promise<void> {
    while (queue.length > 0) {
      const batch = takeBatch();
      batchesUnderWay += 1;
      try {
        const results = await options.run(batch.map((waiting) => waiting.item));
        batch.forEach((waiting, index) => waiting.resolve(results[index] as Result));
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
      batchesUnderWay -= 1;
    }
    lanesBusy -= 1;
    if (lanesBusy === 0) {
      for (const resolve of onIdle) resolve();
      onIdle = [];
    }
  }

  /**
   * A lane leaves the idle ones their share: callers that were answered together come back together,
   * and one lane would take them all for ever while the others stand still.
   */
  function takeBatch(): Waiting[] {
    const lanesFree = options.lanes - batchesUnderWay;
    const share = Math.max(worthSplitting, Math.ceil(queue.length / lanesFree));
    const size = Math.min(share, options.batchMax);
    const batch = queue.slice(0, size);
    queue = queue.slice(size);
    return batch;
  }

  return {
    add,
    waiting: () => queue.length,
    idle: () =>
      lanesBusy === 0 ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve)),
  };
}
