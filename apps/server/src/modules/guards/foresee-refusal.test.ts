import { expect, test } from 'vitest';
import { noon, useGuardsBench } from './guards-bench.test-support.ts';
import { foreseeRefusal } from './index.ts';

const bench = useGuardsBench();
const dayMs = 24 * 60 * 60 * 1000;

async function foresee(memberId: number, at = noon): Promise<string | null> {
  const snapshot = await bench.guardBook.read();
  const member = { memberId, kind: 'consumer' as const, at, language: 'zh' as const };
  return foreseeRefusal(bench.database.db, snapshot, member);
}

test('B9, B11: a dry run is told of the day’s limit and of a lock, for as long as they last', async () => {
  bench.limits.consumerDailyClaimsMax = 2;
  bench.limits.wrongInARowMax = 1;
  await bench.batch([{ memberId: 1, expectedClaims: 2 }], (guard) => {
    guard.takeClaim(1);
    guard.takeClaim(1);
    guard.confirmClaim(1);
    guard.confirmClaim(1);
  });
  await bench.batch([{ memberId: 2 }], (guard) => guard.countWrong(2));
  expect(await foresee(1)).toContain('积满 2 个码');
  expect(await foresee(1, new Date(noon.getTime() + dayMs))).toBeNull();
  expect(await foresee(2)).toContain('12:30 前不能积分');
  expect(await foresee(2, new Date(noon.getTime() + dayMs))).toBeNull();
  expect(await foresee(3)).toBeNull();
});
