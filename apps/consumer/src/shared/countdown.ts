/** Until when no further SMS may be asked for; kept as text so that a reload does not reset it. */
export interface Countdown {
  startedAtMs: number;
  seconds: number;
  /** Last four digits of the number it is for: another number need not wait. */
  last4: string;
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

/** Whether the wait is for the number in the field; an empty field still shows it. */
export function isForMobile(countdown: Countdown | null, mobile: string): boolean {
  const digits = mobile.replace(/\D/g, '');
  return countdown !== null && (digits === '' || digits.endsWith(countdown.last4));
}

/** The stored form. */
export function formatCountdown(countdown: Countdown): string {
  return `${countdown.startedAtMs}/${countdown.seconds}/${countdown.last4}`;
}

/** Reads the stored form; anything else is no countdown. */
export function parseCountdown(text: string | null): Countdown | null {
  const match = /^(\d{1,15})\/(\d{1,4})\/(\d{4})$/.exec(text ?? '');
  if (!match) return null;
  return { startedAtMs: Number(match[1]), seconds: Number(match[2]), last4: match[3] ?? '' };
}
