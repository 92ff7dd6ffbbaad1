import type { QueryOf, StatisticsDimension } from '@mashang/contract';
import { readDay } from '../../shared/beijing-days.ts';
import { oneOf, regionCode, setFilters, wholeNumber } from '../../shared/url-filters.ts';
import type { FilterReader } from '../../shared/url-filters.ts';
import { periodNames, resolvePeriod } from './period.ts';
import type { Period, PeriodName } from './period.ts';

export type StatisticsQuery = QueryOf<'GET /api/hq/statistics'>;

export const dimensions: readonly StatisticsDimension[] = [
  'hour',
  'day',
  'week',
  'month',
  'province',
  'city',
  'product',
  'batch',
  'memberKind',
  'member',
];
export const timeDimensions: readonly StatisticsDimension[] = ['hour', 'day', 'week', 'month'];
/** Figures of single members are kept by these only. */
const memberDimensions: readonly StatisticsDimension[] = ['day', 'week', 'month', 'product'];

/** A question as the address says it; what is not said is usual. */
export interface Question {
  by?: StatisticsDimension | undefined;
  across?: StatisticsDimension | undefined;
  range?: PeriodName | undefined;
  /** Whole Beijing days, both included; of a custom range. */
  from?: string | undefined;
  to?: string | undefined;
  compare?: 'no' | undefined;
  region?: string | undefined;
  productId?: number | undefined;
  batchId?: number | undefined;
  memberKind?: 'consumer' | 'chef' | undefined;
  memberId?: number | undefined;
  show?: Measure | undefined;
}
export type Measure = 'points' | 'claims';

export const questionReaders = {
  by: oneOf(dimensions),
  across: oneOf(dimensions),
  range: oneOf(periodNames),
  from: readDay,
  to: readDay,
  compare: oneOf(['no'] as const),
  region: regionCode,
  productId: wholeNumber,
  batchId: wholeNumber,
  memberKind: oneOf(['consumer', 'chef'] as const),
  memberId: wholeNumber,
  show: oneOf(['points', 'claims'] as const),
} satisfies Record<keyof Question, FilterReader<string | number>>;

export const usual = { by: 'day', range: 'last7', show: 'points' } as const;

/** The whole days a question is about. */
export function periodOf({ range = usual.range, from, to }: Question, now: Date): Period {
  return resolvePeriod(range, now, { firstDay: from, lastDay: to });
}

/** What the server is asked. */
export function toQuery(question: Question, now: Date): StatisticsQuery {
  const {
    by = usual.by,
    across,
    compare,
    region,
    productId,
    batchId,
    memberKind,
    memberId,
  } = mendQuestion(question);
  const { from, to } = periodOf(question, now);
  return {
    by,
    from: from.toISOString(),
    to: to.toISOString(),
    ...(compare === 'no' ? {} : { compare: '1' }),
    ...setFilters({ across, region, productId, batchId, memberKind, memberId }),
  };
}

/** Whether single members are asked about; then some dimensions and filters do not go together. */
export function isOfMembers({ by, memberId }: Question): boolean {
  return by === 'member' || memberId !== undefined;
}

/** The question without what cannot be asked together with its first dimension and its member. */
export function mendQuestion(question: Question): Question {
  const mended = { ...question };
  if (isOfMembers(question)) {
    Object.assign(mended, { region: undefined, batchId: undefined, memberKind: undefined });
    const { by = usual.by } = question;
    if (by !== 'member' && !memberDimensions.includes(by)) mended.by = usual.by;
  }
  if (!secondDimensions(mended).some((one) => one === question.across)) mended.across = undefined;
  return mended;
}

/** What a question can be crossed with. Two kinds of time crossed say nothing anybody asks for. */
export function secondDimensions(question: Question): StatisticsDimension[] {
  const { by = usual.by } = question;
  if (by === 'member') return [];
  const kept = isOfMembers(question)
    ? memberDimensions
    : dimensions.filter((one) => one !== 'member');
  const isTime = timeDimensions.includes(by);
  return kept.filter((one) => one !== by && !(isTime && timeDimensions.includes(one)));
}

export function isTime(dimension: StatisticsDimension | undefined): boolean {
  return dimension !== undefined && timeDimensions.includes(dimension);
}
