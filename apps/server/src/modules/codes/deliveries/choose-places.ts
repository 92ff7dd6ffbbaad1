import { randomInt } from 'node:crypto';

const marksMin = 8;
const marksMax = 32;
const serialsPerMark = 1_000;

/**
 * How many serials of a copy shall stand in it alone: enough that a part of it names it too. Of a
 * small copy at most every second one, so that most of its serials are those of the batch.
 */
export function marksFitting(serials: number): number {
  const bySize = Math.min(marksMax, Math.max(marksMin, Math.floor(serials / serialsPerMark)));
  return Math.min(bySize, Math.ceil(serials / 2));
}

/**
 * Different serials of a span, each equally likely, ascending: Floyd's sampling, one random number
 * for each however large the span. Nobody who holds the file may foresee one.
 */
export function choosePlaces(span: { firstSerial: number; lastSerial: number }, count: number) {
  const serials = span.lastSerial - span.firstSerial + 1;
  if (count > serials) throw new RangeError(`${count} places of ${serials}`);
  const places = new Set<number>();
  for (let bound = serials - count; bound < serials; bound++) {
    const place = span.firstSerial + randomInt(bound + 1);
    places.add(places.has(place) ? span.firstSerial + bound : place);
  }
  return [...places].sort((one, other) => one - other);
}
