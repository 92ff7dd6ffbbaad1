import { moment, oneOf, timeOrder } from '../../shared/url-filters.ts';
import type { FilterReader } from '../../shared/url-filters.ts';

/** What the address of the SMS page can say; the month is a Beijing one. */
export interface SmsFilters {
  month?: string | undefined;
  state?: 'sending' | 'sent' | 'failed' | undefined;
  provider?: 'aliyun' | 'tencent' | 'simulator' | undefined;
  mobileLast4?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort?: 'newest' | 'oldest' | undefined;
}

export const smsReaders = {
  month: (text: string) => (/^20\d\d-(0[1-9]|1[0-2])$/.test(text) ? text : undefined),
  state: oneOf(['sending', 'sent', 'failed'] as const),
  provider: oneOf(['aliyun', 'tencent', 'simulator'] as const),
  mobileLast4: (text: string) => (/^\d{4}$/.test(text) ? text : undefined),
  from: moment,
  to: moment,
  sort: timeOrder,
} satisfies Record<keyof SmsFilters, FilterReader<string>>;
