import type { Clock } from '../src/platform/clock.ts';

/** A clock that stands still until told otherwise. */
export interface TestClock extends Clock {
  advanceMs: (ms: number) => void;
  set: (moment: Date) => void;
}

/** Starts at the real time, so that signed requests with real time stamps are in their window. */
export function createTestClock(start = new Date()): TestClock {
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    advanceMs: (ms) => void (nowMs += ms),
    set: (moment) => void (nowMs = moment.getTime()),
  };
}
