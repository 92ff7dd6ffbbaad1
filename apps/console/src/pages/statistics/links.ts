import type { StatisticsDimension } from '@mashang/contract';
import { beijingDay } from '../../shared/beijing-days.ts';
import { setFilters, writeFilters } from '../../shared/url-filters.ts';
import type { Question, StatisticsQuery } from './question.ts';
import { isTime } from './question.ts';

/** A row or column of the answer: its key, and the key after it where keys are steps of time. */
export interface Place {
  dimension: StatisticsDimension;
  key: string;
  nextKey?: string | undefined;
}

/** The address of the entries behind a figure: the very filters of the question and its place. */
export function entriesBehind(query: StatisticsQuery, places: readonly Place[]): string {
  const { from, to, region, productId, batchId, memberKind, memberId } = query;
  const filters = { from, to, region, productId, batchId, memberKind, memberId };
  for (const place of places) Object.assign(filters, narrow(filters, place));
  const parameters = { kind: 'award', range: 'custom', ...setFilters(filters) };
  return `/entries?${new URLSearchParams(writeFilters(parameters)).toString()}`;
}

function narrow(period: { from: string; to: string }, { dimension, key, nextKey }: Place): object {
  switch (dimension) {
    case 'province':
    case 'city':
      return { region: key === '' ? '000000' : key };
    case 'product':
      return { productId: Number(key) };
    case 'batch':
      return { batchId: Number(key) };
    case 'memberKind':
      return { memberKind: key };
    case 'member':
      return { memberId: Number(key) };
    default:
      // The first step may have begun before the period, the last may end after it.
      return {
        from: key > period.from ? key : period.from,
        to: nextKey !== undefined && nextKey < period.to ? nextKey : period.to,
      };
  }
}

/** The question one step deeper into a row, or null where there is nothing below it. */
export function drillInto(
  question: Question,
  query: StatisticsQuery,
  { dimension, key, nextKey }: Place,
): Question | null {
  if (isTime(dimension)) {
    const step = narrow(query, { dimension, key, nextKey }) as { from: string; to: string };
    const by = dimension === 'day' && query.memberId === undefined ? 'hour' : 'day';
    if (dimension === 'hour' || dimension === by || by === question.across) return null;
    return {
      ...question,
      by,
      range: 'custom',
      from: beijingDay(new Date(step.from)),
      to: beijingDay(new Date(Date.parse(step.to) - 1)),
    };
  }
  if (key === '' || dimension === 'city') return null;
  if (dimension === 'province') return { ...question, by: 'city', region: key, across: undefined };
  const filter = narrow(query, { dimension, key });
  return { ...question, ...filter, by: 'day', across: undefined };
}
