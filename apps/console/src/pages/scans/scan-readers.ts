import type { LoggedOutcome, ScanChannel } from '@mashang/contract';
import { moment, oneOf, regionCode, timeOrder, wholeNumber } from '../../shared/url-filters.ts';
import type { FilterReader } from '../../shared/url-filters.ts';
import { scanChannels, scanOutcomes } from './outcomes.ts';

/** What the address of the scan log can say. */
export interface ScanFilters {
  outcome?: LoggedOutcome | undefined;
  channel?: ScanChannel | undefined;
  memberId?: number | undefined;
  productId?: number | undefined;
  batchId?: number | undefined;
  /** GB/T 2260. */
  province?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort?: 'newest' | 'oldest' | undefined;
}

export const scanReaders = {
  outcome: oneOf(scanOutcomes),
  channel: oneOf(scanChannels),
  memberId: wholeNumber,
  productId: wholeNumber,
  batchId: wholeNumber,
  province: regionCode,
  from: moment,
  to: moment,
  sort: timeOrder,
} satisfies Record<keyof ScanFilters, FilterReader<string | number>>;
