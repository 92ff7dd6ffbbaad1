import { createBatching, QueueFull } from '../../platform/batching.ts';
import { busy } from '../../platform/errors.ts';
/** More sockets than a process ever serves; beyond these a look-up is refused at once. */
const waitingMax = 50_000;
const waitMaxMs = 2_000;
/**
 * Looks things up by key, all that wait in one query. Equal keys share one question; a failed load
 * fails its own batch only.
 */
export function batchLookups(options) {
    const batching = createBatching({
        lanes: 1,
        batchMax: options.batchMax,
        waitingMax,
        waitMaxMs,
        run: async (keys) => {
            const found = await options.load([...new Set(keys)]);
            return keys.map((key) => found.get(key));
        },
    });
    return (key) => batching.add(key).catch((error) => {
        throw error instanceof QueueFull ? busy() : error;
    });
}
