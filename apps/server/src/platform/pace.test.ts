import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

test('B11: one key beyond its pace is told how long to wait; others, and the next minute, go on', () => {
  let nowMs = 90_000;
  const count = createPace({ perMinuteMax: 2, nowMs: () => nowMs });
  count('one');
  count('one');
  expect(() => count('one')).toThrow(
    expect.objectContaining({ code: 'too_many_requests', retryAfterSeconds: 30 }),
  );
  expect(() => count('other')).not.toThrow();
  nowMs = 120_000;
  expect(() => count('one')).not.toThrow();
});
