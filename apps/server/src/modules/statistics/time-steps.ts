import { beijingDay, startOfBeijingDay } from '../../platform/clock.ts';

/** Steps of time on a Beijing calendar; a week starts on Monday. */
export type TimeUnit = 'hour' | 'day' | 'week' | 'month';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

export function isTimeUnit(dimension: string): dimension is TimeUnit {
  return ['hour', 'day', 'week', 'month'].includes(dimension);
}

/** The moment the step begins in which `moment` lies. */
export function startOfStep(unit: TimeUnit, moment: Date): Date {
  if (unit === 'hour') return new Date(Math.floor(moment.getTime() / hourMs) * hourMs);
  const day = startOfBeijingDay(beijingDay(moment));
  if (unit === 'day') return day;
  if (unit === 'month') return startOfBeijingDay(`${beijingDay(day).slice(0, 7)}-01`);
  const daysSinceMonday = (new Date(`${beijingDay(day)}T00:00:00Z`).getUTCDay() + 6) % 7;
  return new Date(day.getTime() - daysSinceMonday * dayMs);
}

/** Where the step after the one that begins at `start` begins. */
function nextStep(unit: TimeUnit, start: Date): Date {
  if (unit === 'hour') return new Date(start.getTime() + hourMs);
  if (unit === 'day') return new Date(start.getTime() + dayMs);
  if (unit === 'week') return new Date(start.getTime() + 7 * dayMs);
  // 32 days after the first of a month lies in the next one.
  return startOfStep('month', new Date(start.getTime() + 32 * dayMs));
}

/**
 * The beginnings of all steps that touch [from, to), in order; the first may lie before `from`.
 * @returns null when there are more than `stepsMax`
 */
export function stepsBetween(
  unit: TimeUnit,
  { from, to }: { from: Date; to: Date },
  stepsMax: number,
): Date[] | null {
  const steps: Date[] = [];
  for (let at = startOfStep(unit, from); at < to; at = nextStep(unit, at)) {
    if (steps.length === stepsMax) return null;
    steps.push(at);
  }
  return steps;
}
