import { copyHash, hashBytes } from './keyed-hash.ts';

/** A record of the spool: the hash, then the number of its line. */
export const recordBytes = hashBytes + 5;

/** The hashes of one or more buckets in ascending order, each once. */
export interface SortedCodes {
  count: number;
  hashes: Buffer;
  /** Parallel to the hashes: the first line that has it. */
  lineNumbers: Float64Array;
  /** Lines whose hash an earlier line has. */
  repeatedLines: number[];
}

/** Beyond it the place of a record does not fit beside its leading bits. */
const recordsMax = 2 ** 24;

/**
 * Sorts the records of a bucket, which have their first byte in common. The next 40 bits and the
 * place are sorted as 64-bit numbers, natively: five times faster than with a comparing function.
 */
export function sortRecords(records: Buffer): SortedCodes {
  const total = records.length / recordBytes;
  if (total > recordsMax) throw new RangeError('a bucket of an import has too many lines');
  const { places, runs } = sortPlaces(records, total);
  const hashes = Buffer.allocUnsafe(total * hashBytes);
  const lineNumbers = new Float64Array(total);
  const repeatedLines: number[] = [];
  let count = 0;
  for (let index = 0; index < total; index++) {
    const at = places[index]! * recordBytes;
    const lineNumber = records.readUIntLE(at + hashBytes, 5);
    const isRepeat =
      runs[index] === 0 && compareHashes(records, at, hashes, (count - 1) * hashBytes) === 0;
    if (isRepeat) {
      repeatedLines.push(lineNumber);
      continue;
    }
    copyHash(records, at, hashes, count * hashBytes);
    lineNumbers[count] = lineNumber;
    count += 1;
  }
  return {
    count,
    hashes: hashes.subarray(0, count * hashBytes),
    lineNumbers: lineNumbers.subarray(0, count),
    repeatedLines,
  };
}

/** One behind the other: the parts must ascend. */
export function joinSorted(parts: SortedCodes[]): SortedCodes {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const lineNumbers = new Float64Array(count);
  let at = 0;
  for (const part of parts) {
    lineNumbers.set(part.lineNumbers, at);
    at += part.count;
  }
  return {
    count,
    hashes: Buffer.concat(parts.map((part) => part.hashes)),
    lineNumbers,
    repeatedLines: parts.flatMap((part) => part.repeatedLines),
  };
}

interface SortedPlaces {
  places: Uint32Array;
  /** 1 where the leading bits differ from those before. */
  runs: Uint8Array;
}

function sortPlaces(records: Buffer, total: number): SortedPlaces {
  const keys = new BigUint64Array(total);
  // The numbers of a typed array lie in the machine's order: little-endian wherever Node runs.
  const halves = new Uint32Array(keys.buffer);
  for (let place = 0; place < total; place++) {
    const at = place * recordBytes;
    halves[2 * place + 1] = records.readUInt32BE(at + 1);
    halves[2 * place] = ((records[at + 5]! << 24) | place) >>> 0;
  }
  keys.sort();
  const places = new Uint32Array(total);
  const runs = new Uint8Array(total);
  let start = 0;
  for (let index = 0; index < total; index++) {
    places[index] = halves[2 * index]! & 0xffffff;
    const isSame =
      index > 0 &&
      halves[2 * index + 1] === halves[2 * start + 1] &&
      halves[2 * index]! >>> 24 === halves[2 * start]! >>> 24;
    if (isSame) continue;
    orderRun(records, places.subarray(start, index));
    runs[index] = 1;
    start = index;
  }
  orderRun(records, places.subarray(start));
  return { places, runs };
}

/** Records that agree in 48 bits, in the order of the file: mostly because they are the same. */
function orderRun(records: Buffer, places: Uint32Array): void {
  const first = places[0]! * recordBytes;
  const isOther = (place: number) =>
    compareHashes(records, first, records, place * recordBytes) !== 0;
  if (places.length < 2 || !places.some(isOther)) return;
  places.sort((a, b) => compareHashes(records, a * recordBytes, records, b * recordBytes) || a - b);
}

function compareHashes(a: Buffer, aStart: number, b: Buffer, bStart: number): number {
  return a.compare(b, bStart, bStart + hashBytes, aStart, aStart + hashBytes);
}
