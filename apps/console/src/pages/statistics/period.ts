import { beijingDay, shiftDay, shiftMonth, startOfBeijingDay } from '../../shared/beijing-days.ts';

export const periodNames = [
  'today',
  'yesterday',
  'last7',
  'last30',
  'thisMonth',
  'lastMonth',
  'custom',
] as const;
export type PeriodName = (typeof periodNames)[number];

export interface Period {
  from: Date;
  /** Exclusive. */
  to: Date;
}

/**
 * The whole Beijing days a named period stands for. `today` stays today when its address is opened
 * tomorrow, which is why the name is what is kept. A custom one without days is the last seven.
 */
export function resolvePeriod(
  name: PeriodName,
  now: Date,
  days: { firstDay?: string | undefined; lastDay?: string | undefined } = {},
): Period {
  const today = beijingDay(now);
  switch (name) {
    case 'today':
      return wholeDays(today, today);
    case 'yesterday':
      return wholeDays(shiftDay(today, -1), shiftDay(today, -1));
    case 'last7':
      return wholeDays(shiftDay(today, -6), today);
    case 'last30':
      return wholeDays(shiftDay(today, -29), today);
    case 'thisMonth':
      return wholeDays(shiftMonth(today, 0), today);
    case 'lastMonth':
      return wholeDays(shiftMonth(today, -1), shiftDay(shiftMonth(today, 0), -1));
    case 'custom': {
      const { firstDay = shiftDay(today, -6), lastDay = today } = days;
      return firstDay <= lastDay ? wholeDays(firstDay, lastDay) : wholeDays(lastDay, firstDay);
    }
  }
}

/** The first and the last day of a period, both included. */
export function daysOf({ from, to }: Period): [string, string] {
  return [beijingDay(from), beijingDay(new Date(to.getTime() - 1))];
}

/** Whether the period is still running, so that its figures move. */
export function includesNow({ from, to }: Period, now: Date): boolean {
  return from <= now && now < to;
}

function wholeDays(firstDay: string, lastDay: string): Period {
  return { from: startOfBeijingDay(firstDay), to: startOfBeijingDay(shiftDay(lastDay, 1)) };
}
