import { expect, test } from 'vitest';
import { english } from '../../shared/texts-en.ts';
import { chinese } from '../../shared/texts-zh.ts';
import { planChange } from './plan-change.ts';
import { sayBlocks, sayChange, sayStays } from './say-plan.ts';

const range = { productId: 1, pointsPerCode: null, claimedCount: 0 };
const ranges = [
  { ...range, firstSerial: 0, lastSerial: 999, state: 'minted' as const },
  { ...range, firstSerial: 1000, lastSerial: 1000, state: 'void' as const },
  { ...range, firstSerial: 1001, lastSerial: 1999, state: 'minted' as const, productId: null },
];
const whole = { firstSerial: 0, lastSerial: 1999 };

test('B5: who changes codes reads how many and which, in either language', () => {
  const plan = planChange('void', whole, ranges);
  expect(sayChange('void', plan, {}, chinese)).toBe(
    '1,999 个码永久作废：序号 0 到 999，序号 1,001 到 1,999。',
  );
  expect(sayStays(plan, english)).toEqual([
    '1 codes stay as they are (their state is Void): serial 1,000.',
  ]);
  const later = { activatesAt: '2026-12-01 09:30' };
  expect(sayChange('activate', planChange('activate', whole, ranges), later, chinese)).toBe(
    '1,000 个码将在北京时间 2026-12-01 09:30 自动激活：序号 0 到 999。',
  );
});

test('B6: why a change will be refused is said before it is tried', () => {
  const plan = planChange('activate', whole, ranges);
  const [block] = sayBlocks(plan, chinese);
  expect(block?.words).toBe('999 个码还没有产品：序号 1,001 到 1,999。');
  expect(block?.remedy).toContain('指定产品');
});

test('B5: many ranges are counted, not listed for ever', () => {
  const many = Array.from({ length: 9 }, (_none, at) => ({
    ...range,
    firstSerial: at * 10,
    lastSerial: at * 10 + 9,
    state: at % 2 === 0 ? ('activated' as const) : ('frozen' as const),
  }));
  const plan = planChange('freeze', { firstSerial: 0, lastSerial: 89 }, many);
  expect(sayChange('freeze', plan, {}, chinese)).toContain('等共 5 段');
  expect(
    sayChange('thaw', planChange('thaw', { firstSerial: 0, lastSerial: 9 }, many), {}, chinese),
  ).toBe(chinese.rangeChange.nothing);
});
