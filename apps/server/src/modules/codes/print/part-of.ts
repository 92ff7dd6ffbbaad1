import { setImmediate } from 'node:timers/promises';

/** Bytes `first` to `last` of what `whole` makes. What lies before is made and dropped. */
export async function* partOf(
  whole: () => AsyncIterable<Uint8Array>,
  first = 0,
  last = Infinity,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of whole()) {
    const part = chunk.subarray(Math.max(first - at, 0), last + 1 - at);
    at += chunk.length;
    if (part.length > 0) yield part;
    // Nobody takes what is dropped, so nobody makes it wait: others are to be served meanwhile.
    else await setImmediate();
    if (at > last) return;
  }
}
