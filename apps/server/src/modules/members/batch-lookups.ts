import { createBatching } from '../../platform/batching.ts';

/** More sockets than a process ever serves; beyond it a look-up is refused at once. */
const waitingMax = 50_000;

/**
 * Looks things up by key, all that wait in one query. Equal keys share one question; a failed load
 * fails its own batch only.
 */
export function batchLookups<Value>(options: {
  batchMax: number;
  load(keys: string[]): Promise<Map<string, Value>>;
}): (key: string) => Promise<Value | undefined> {
  const batching = createBatching<string, Value | undefined>({
    lanes: 1,
    batchMax: options.batchMax,
    waitingMax,
    run: async (keys) => {
      const found = await options.load([...new Set(keys)]);
      return keys.map((key) => found.get(key));
    },
  });
  return (key) => batching.add(key);
}
