import { expect, test } from 'vitest';
import { layoutMonth, monthWindow } from './calendar-layout.ts';

const days = (campaignId: number, first: string, last: string) => ({
  campaignId,
  startsAt: new Date(`${first}T00:00:00+08:00`).toISOString(),
  endsAt: new Date(new Date(`${last}T00:00:00+08:00`).getTime() + 86_400_000).toISOString(),
});

test('S21: a month is shown in whole weeks from Monday to Sunday', () => {
  const weeks = layoutMonth('2026-05-01', []);
  expect(weeks).toHaveLength(5);
  expect(weeks[0]?.days[0]).toEqual({ day: '2026-04-27', isInMonth: false });
  expect(weeks[0]?.days[4]).toEqual({ day: '2026-05-01', isInMonth: true });
  expect(weeks.at(-1)?.days[6]).toEqual({ day: '2026-05-31', isInMonth: true });
  expect(layoutMonth('2027-02-01', [])).toHaveLength(4);
  expect(layoutMonth('2026-08-01', [])).toHaveLength(6);
  expect(monthWindow('2026-05-01')).toEqual({
    from: '2026-04-26T16:00:00.000Z',
    to: '2026-05-31T16:00:00.000Z',
  });
});

test('S21: a bar covers the Beijing days of its window; midnight at its end adds no day', () => {
  const [first, second] = layoutMonth('2026-05-01', [days(1, '2026-05-01', '2026-05-05')]);
  expect(first?.bars).toMatchObject([{ column: 4, days: 3, lane: 0, isStart: true, isEnd: false }]);
  expect(second?.bars).toMatchObject([
    { column: 0, days: 2, lane: 0, isStart: false, isEnd: true },
  ]);
});

test('S21: campaigns that share a day stack, those that do not share a lane', () => {
  const [, week] = layoutMonth('2026-05-01', [
    days(1, '2026-05-04', '2026-05-05'),
    days(2, '2026-05-05', '2026-05-06'),
    days(3, '2026-05-06', '2026-05-10'),
    days(4, '2026-04-01', '2026-06-30'),
  ]);
  const lanes = week?.bars.map((bar) => [bar.campaign.campaignId, bar.lane]);
  expect(lanes).toEqual([
    [4, 0],
    [1, 1],
    [2, 2],
    [3, 1],
  ]);
  expect(week?.laneCount).toBe(3);
});

test('S21: whatever overlaps, no two bars of a lane touch the same day', () => {
  const campaigns = Array.from({ length: 60 }, (_one, index) => {
    const first = new Date(Date.UTC(2026, 3, 20 + ((index * 7) % 45)));
    const last = new Date(first.getTime() + ((index * 5) % 17) * 86_400_000);
    return days(index + 1, first.toISOString().slice(0, 10), last.toISOString().slice(0, 10));
  });
  for (const { bars } of layoutMonth('2026-05-01', campaigns)) {
    const taken = bars.flatMap((bar) =>
      Array.from({ length: bar.days }, (_day, offset) => `${bar.lane}:${bar.column + offset}`),
    );
    expect(new Set(taken).size).toBe(taken.length);
    expect(bars.every((bar) => bar.column + bar.days <= 7 && bar.days >= 1)).toBe(true);
  }
});
