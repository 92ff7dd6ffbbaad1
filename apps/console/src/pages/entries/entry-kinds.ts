import type { EntryKind } from '@mashang/contract';
import { readMobileSearch } from '../../shared/mobile.ts';
import { moment, oneOf, regionCode, timeOrder, wholeNumber } from '../../shared/url-filters.ts';
import type { FilterReader } from '../../shared/url-filters.ts';
import { timeRanges } from './time-range.ts';
import type { TimeRange } from './time-range.ts';

export const entryKinds: readonly EntryKind[] = [
  'award',
  'spend',
  'refund',
  'expiry',
  'adjustment',
];

/** What the address of the entries page can say. */
export interface EntryFilters {
  kind?: EntryKind | undefined;
  memberId?: number | undefined;
  memberKind?: 'consumer' | 'chef' | undefined;
  region?: string | undefined;
  productId?: number | undefined;
  batchId?: number | undefined;
  mobile?: string | undefined;
  /** Signed: spending is negative. */
  pointsMin?: number | undefined;
  pointsMax?: number | undefined;
  range?: TimeRange | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort?: 'newest' | 'oldest' | undefined;
}

export const entryReaders = {
  kind: oneOf(entryKinds),
  memberId: wholeNumber,
  memberKind: oneOf(['consumer', 'chef'] as const),
  region: regionCode,
  productId: wholeNumber,
  batchId: wholeNumber,
  mobile: (text: string) => readMobileSearch(text) ?? undefined,
  pointsMin: readSignedPoints,
  pointsMax: readSignedPoints,
  range: oneOf(timeRanges),
  from: moment,
  to: moment,
  sort: timeOrder,
} satisfies Record<keyof EntryFilters, FilterReader<string | number>>;

/** Reads what people type for a movement: 100, +100, -50, −５０; undefined for anything else. */
export function readSignedPoints(text: string): number | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s,]/g, '')
    .replace(/^[−–—]/, '-');
  return /^[+-]?\d{1,12}$/.test(plain) ? Number(plain) || 0 : undefined;
}
