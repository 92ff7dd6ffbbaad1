interface Waiting<Value> {
  promise: Promise<Value | undefined>;
  resolve(value: Value | undefined): void;
  reject(error: unknown): void;
}

/**
 * Natural batching: while a load is under way, keys queue for the next one. An idle server waits for
 * nothing, a busy one asks the database a few hundred times a second, whatever the load.
 *
 * Equal keys of one batch share one answer. A failed load fails its own batch only.
 */
export function batchLookups<Value>(options: {
  batchMax: number;
  load(keys: string[]): Promise<Map<string, Value>>;
}): (key: string) => Promise<Value | undefined> {
  const queue = new Map<string, Waiting<Value>>();
  let isLoading = false;

  async function loadAll(): Promise<void> {
    isLoading = true;
    while (queue.size > 0) {
      const batch = [...queue].slice(0, options.batchMax);
      for (const [key] of batch) queue.delete(key);
      await loadBatch(batch);
    }
    isLoading = false;
  }

  async function loadBatch(batch: [string, Waiting<Value>][]): Promise<void> {
    try {
      const found = await options.load(batch.map(([key]) => key));
      for (const [key, waiting] of batch) waiting.resolve(found.get(key));
    } catch (error) {
      for (const [, waiting] of batch) waiting.reject(error);
    }
  }

  return (key) => {
    const queued = queue.get(key);
    if (queued !== undefined) return queued.promise;
    const waiting: Waiting<Value> = Promise.withResolvers<Value | undefined>();
    queue.set(key, waiting);
    if (!isLoading) void loadAll();
    return waiting.promise;
  };
}
