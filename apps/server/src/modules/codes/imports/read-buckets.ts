import { joinSorted, recordBytes, sortRecords } from './sort-records.ts';
import type { SortedCodes } from './sort-records.ts';
import type { SpoolReader } from './spool.ts';

export interface BucketGroup {
  fromBucket: number;
  toBucket: number;
  /** Sorts when it is called, so that a group that is not needed costs nothing. */
  read: () => SortedCodes;
}

/** Buckets in ascending order, `to` excluded, in groups of so many codes: one transaction each. */
export function* groupBuckets(
  spool: SpoolReader,
  { from, to }: { from: number; to: number },
  codesPerGroup: number,
): Generator<BucketGroup, void, undefined> {
  let first = from;
  let codes = 0;
  for (let bucket = from; bucket < to; bucket++) {
    codes += spool.bucketBytes(bucket) / recordBytes;
    if (codes < codesPerGroup && bucket < to - 1) continue;
    yield group(spool, first, bucket + 1);
    first = bucket + 1;
    codes = 0;
  }
}

function group(spool: SpoolReader, fromBucket: number, toBucket: number): BucketGroup {
  const read = () => {
    const parts: SortedCodes[] = [];
    for (let bucket = fromBucket; bucket < toBucket; bucket++) {
      if (spool.bucketBytes(bucket) > 0) parts.push(sortRecords(spool.readBucket(bucket)));
    }
    return parts.length === 1 ? parts[0]! : joinSorted(parts);
  };
  return { fromBucket, toBucket, read };
}
