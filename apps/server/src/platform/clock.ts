/** The only source of time in the server, so that tests can move it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Beijing is UTC+8 all year round; a business day starts at its midnight. */
const beijingOffsetMs = 8 * 60 * 60 * 1000;

/** The Beijing calendar day of a moment as `YYYY-MM-DD`. */
export function beijingDay(moment: Date): string {
  return new Date(moment.getTime() + beijingOffsetMs).toISOString().slice(0, 10);
}

/** The moment a Beijing day (`YYYY-MM-DD`) begins. */
export function startOfBeijingDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) - beijingOffsetMs);
}

/** `2026-11-22 08:05` on a Beijing wall clock, for sentences people read. */
export function beijingMinute(moment: Date): string {
  return new Date(moment.getTime() + beijingOffsetMs).toISOString().slice(0, 16).replace('T', ' ');
}

/** `2026-11-22 08:05:09` on a Beijing wall clock, for the cells of a table. */
export function beijingSecond(moment: Date): string {
  return new Date(moment.getTime() + beijingOffsetMs).toISOString().slice(0, 19).replace('T', ' ');
}
