import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

/** Node's own: a request reached any HTTP server of this process. */
const requestChannel = 'http.server.request.start';

/** So long after a request somebody may be waiting for its answer. */
const answerMs = 25;

/** Beside others an eighth of the time may be worked: the rest is theirs. */
const restPerWork = 7;
const restMs = { min: 1, max: 100 };

/** When the next of all files may go on: fifty of them together work no more than one. */
let nextTurnMs = 0;

/**
 * Passes pieces of work on, with time for others in between. Alone it takes all there is; while other
 * requests come in, it rests seven times as long as each piece took. A busy machine takes longer for
 * a piece and so is rested longer. The rest is shared by all files under way: somebody may have asked
 * for a hundred.
 */
export async function* giveWay(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let lastRequestMs = -Infinity;
  const notice = () => {
    lastRequestMs = performance.now();
  };
  subscribe(requestChannel, notice);
  try {
    let begunMs = performance.now();
    for await (const piece of pieces) {
      const workedMs = performance.now() - begunMs;
      if (piece.length > 0) yield piece;
      if (performance.now() - lastRequestMs > answerMs) await setImmediate();
      else await rest(workedMs);
      begunMs = performance.now();
    }
  } finally {
    unsubscribe(requestChannel, notice);
  }
}

/** Behind the rests of the others; a file that nobody reads from takes none. */
function rest(workedMs: number): Promise<void> {
  const now = performance.now();
  const ownMs = Math.min(restMs.max, Math.max(restMs.min, workedMs * restPerWork));
  nextTurnMs = Math.max(nextTurnMs, now) + ownMs;
  return sleep(nextTurnMs - now);
}
