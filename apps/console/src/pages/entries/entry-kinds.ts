import type { EntryKind } from '@mashang/contract';
import type { TimeRange } from './time-range.ts';

export const entryKinds: readonly EntryKind[] = ['award', 'spend', 'expiry', 'adjustment'];

/** What the address of the entries page can say. */
export interface EntryFilters {
  kind?: EntryKind | undefined;
  productId?: number | undefined;
  batchId?: number | undefined;
  mobile?: string | undefined;
  range?: TimeRange | undefined;
  from?: string | undefined;
  to?: string | undefined;
}
