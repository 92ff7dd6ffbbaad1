/** Until when no further SMS may be asked for; kept as text so that a reload does not reset it. */
export interface Countdown {
  startedAtMs: number;
  seconds: number;
}

/**
 * Whole seconds left at `nowMs`. A clock set back never makes it longer than it was at the start, and
 * a clock set forward ends it: the server has the last word anyway.
 */
export function secondsLeft(countdown: Countdown | null, nowMs: number): number {
  if (!countdown) return 0;
  const left = Math.ceil(countdown.seconds - (nowMs - countdown.startedAtMs) / 1000);
  return Math.min(Math.max(left, 0), countdown.seconds);
}

/** The stored form. */
export function formatCountdown(countdown: Countdown): string {
  return `${countdown.startedAtMs}/${countdown.seconds}`;
}

/** Reads the stored form; anything else is no countdown. */
export function parseCountdown(text: string | null): Countdown | null {
  const match = /^(\d{1,15})\/(\d{1,4})$/.exec(text ?? '');
  return match ? { startedAtMs: Number(match[1]), seconds: Number(match[2]) } : null;
}
