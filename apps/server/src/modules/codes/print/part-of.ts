/**
 * Bytes `first` to `last` of what `whole` makes. What lies before is made and dropped: an empty piece
 * is passed on for each, so that who gives way to others between pieces does so there too.
 */
export async function* partOf(
  whole: () => AsyncIterable<Uint8Array>,
  first = 0,
  last = Infinity,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const piece of whole()) {
    yield piece.subarray(Math.max(first - at, 0), last + 1 - at);
    at += piece.length;
    if (at > last) return;
  }
}
