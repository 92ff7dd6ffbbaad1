import { startOfBeijingDay } from '../../platform/clock.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** The midnight that ends a Beijing day (`YYYY-MM-DD`). */
export function endOfDay(day: string): Date {
  return new Date(startOfBeijingDay(day).getTime() + dayMs);
}
