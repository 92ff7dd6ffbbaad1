import type { StatisticsDimension } from '@mashang/contract';
import type { Measure } from './question.ts';
import type { Statistics } from './chart.ts';

type Row = Statistics['rows'][number];
type Figures = Record<Measure, number>;

export type SortKey = 'order' | 'label' | Measure | 'change';
export interface Sorting {
  key: SortKey;
  isDescending: boolean;
}

/** How much more, in percent of what was before; null where nothing was. */
export function changePercent(now: number, before: number): number | null {
  if (before === 0) return null;
  return ((now - before) / before) * 100;
}

/** +12.5%, −3%, 0%; three digits are enough. */
export function formatPercent(percent: number): string {
  const size = Math.abs(percent);
  const digits = size < 10 && size !== Math.round(size) ? 1 : 0;
  const text = size.toLocaleString('en-US', { maximumFractionDigits: digits });
  if (text === '0') return '0%';
  return `${percent < 0 ? '−' : '+'}${text}%`;
}

/**
 * What the sums are compared with: the period before — by hour only as far as this one has come,
 * for a morning is no match for a whole day. The hour that is running counts whole.
 */
export function comparisonOf(
  { rows, previousTotal }: Pick<Statistics, 'rows' | 'previousTotal'>,
  by: StatisticsDimension,
  askedAt: Date,
): (Figures & { isSoFar: boolean }) | null {
  if (!previousTotal) return null;
  const begun = rows.filter((row) => by !== 'hour' || hasBegun(row.key, askedAt));
  if (by !== 'hour' || begun.length === rows.length) return { ...previousTotal, isSoFar: false };
  const before = begun.map(({ previous }) => previous ?? { claims: 0, points: 0 });
  return { ...addUp(before), isSoFar: true };
}

/** Whether a step of time had begun when the question was asked. */
export function hasBegun(step: string, askedAt: Date): boolean {
  return Date.parse(step) <= askedAt.getTime();
}

export function addUp(figures: readonly Figures[]): Figures {
  const total = { claims: 0, points: 0 };
  for (const { claims, points } of figures) {
    total.claims += claims;
    total.points += points;
  }
  return total;
}

/** Rows in the order asked for; `order` is the server's own. */
export function sortRows(
  rows: readonly Row[],
  { key, isDescending }: Sorting,
  measure: Measure,
): Row[] {
  const sign = isDescending ? -1 : 1;
  if (key === 'order') return isDescending ? rows.toReversed() : [...rows];
  if (key === 'label') {
    return rows.toSorted((one, other) => sign * one.label.localeCompare(other.label, 'zh-CN'));
  }
  const valueOf = (row: Row) => (key === 'change' ? changeOf(row, measure) : row[key]);
  return rows.toSorted((one, other) => sign * compareNumbers(valueOf(one), valueOf(other)));
}

/** What is new has no percentage; it stands above every growth. */
function changeOf(row: Row, measure: Measure): number {
  const before = row.previous?.[measure] ?? 0;
  return changePercent(row[measure], before) ?? (row[measure] > 0 ? Infinity : 0);
}

function compareNumbers(one: number, other: number): number {
  return one === other ? 0 : one - other;
}
