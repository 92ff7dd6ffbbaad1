import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startOfStep, stepsBetween, type TimeUnit } from './time-steps.ts';

const at = (text: string) => new Date(text);
const steps = (unit: TimeUnit, from: string, to: string) =>
  stepsBetween(unit, { from: at(from), to: at(to) }, 1000)?.map((step) => step.toISOString());

describe('S15: steps of time', () => {
  test('a day begins at midnight in Beijing, a week on its Monday, a month on its first', () => {
    expect(startOfStep('day', at('2026-11-21T15:59:59.999Z'))).toEqual(at('2026-11-20T16:00:00Z'));
    expect(startOfStep('day', at('2026-11-21T16:00:00.000Z'))).toEqual(at('2026-11-21T16:00:00Z'));
    // 2026-11-22 is a Sunday.
    expect(startOfStep('week', at('2026-11-22T08:00:00Z'))).toEqual(at('2026-11-15T16:00:00Z'));
    expect(startOfStep('week', at('2026-11-22T16:00:00Z'))).toEqual(at('2026-11-22T16:00:00Z'));
    expect(startOfStep('month', at('2026-10-31T16:00:00Z'))).toEqual(at('2026-10-31T16:00:00Z'));
    expect(startOfStep('month', at('2026-10-31T15:00:00Z'))).toEqual(at('2026-09-30T16:00:00Z'));
  });

  test('months are as long as they are, over the turn of a leap year', () => {
    expect(steps('month', '2027-12-31T16:00:00Z', '2028-03-31T16:00:00Z')).toEqual([
      '2027-12-31T16:00:00.000Z',
      '2028-01-31T16:00:00.000Z',
      '2028-02-29T16:00:00.000Z',
    ]);
  });

  test('more steps than allowed are none; exactly as many are', () => {
    const from = at('2026-11-01T00:00:00Z');
    const to = at('2026-11-01T05:00:00Z');
    expect(stepsBetween('hour', { from, to }, 5)).toHaveLength(5);
    expect(stepsBetween('hour', { from, to }, 4)).toBeNull();
  });

  test('every moment of any period lies in exactly one step, which begins where steps begin', () => {
    const anyHour = fc.integer({ min: 400_000, max: 600_000 });
    fc.assert(
      fc.property(
        fc.constantFrom<TimeUnit>('hour', 'day', 'week', 'month'),
        anyHour,
        fc.integer({ min: 1, max: 900 }),
        (unit, hour, length) => {
          const from = new Date(hour * 3_600_000);
          const to = new Date((hour + length) * 3_600_000);
          const found = stepsBetween(unit, { from, to }, 1000) ?? [];
          expect(found[0]).toEqual(startOfStep(unit, from));
          expect(found.at(-1)).toEqual(startOfStep(unit, new Date(to.getTime() - 1)));
          for (const step of found) expect(startOfStep(unit, step)).toEqual(step);
          const sorted = found.map(Number).sort((a, b) => a - b);
          expect([...new Set(sorted)]).toEqual(found.map(Number));
        },
      ),
    );
  });
});
