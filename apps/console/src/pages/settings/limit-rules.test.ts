import { expect, test } from 'vitest';
import serverSource from '../../../../server/src/modules/settings/guard-settings.ts?raw';
import { appealRules, guardGroups, guardRules } from './limit-rules.ts';
import { readNumbers, typedNumbers, usualNumbers } from './number-rules.ts';

test('B11: every limit of the guards stands in the form once, and its default can be saved', () => {
  const shown = guardGroups.flatMap(({ numbers }) => [...numbers]);
  expect(shown.toSorted()).toEqual(Object.keys(guardRules).toSorted());
  expect(readNumbers(guardRules, usualNumbers(guardRules)).errors).toEqual({});
  expect(readNumbers(appealRules, usualNumbers(appealRules)).errors).toEqual({});
});

test('B11: the defaults the form names are those of the server', () => {
  for (const [name, { usual }] of Object.entries({ ...guardRules, ...appealRules })) {
    const written = new RegExp(`\\b${name}: ([\\d_]+),`).exec(serverSource)?.[1];
    expect([name, Number(written?.replaceAll('_', ''))]).toEqual([name, usual]);
  }
});

test('B11: limits are read as people type them; those out of bounds are pointed at', () => {
  const typed = { ...usualNumbers(guardRules), chefDailyClaimsMax: ' １,２00 ' };
  expect(readNumbers(guardRules, typed).values.chefDailyClaimsMax).toBe(1200);
  const bad = { ...typed, rowLockMinutes: '0', suspiciousProvinces: '35', oddPerDayMax: '一百' };
  expect(readNumbers(guardRules, bad).errors).toEqual({
    rowLockMinutes: 'range',
    suspiciousProvinces: 'range',
    oddPerDayMax: 'range',
  });
});

test('B8: a limit that another one would keep from being reached is pointed at', () => {
  const typed = { ...usualNumbers(appealRules), pointsMax: '3000', approvalAbovePoints: '3000' };
  expect(readNumbers(appealRules, typed).errors).toEqual({ pointsMax: 'order' });
  const known = { pointsMax: 5, approvalAbovePoints: 6, clerkPointsPerDayMax: 7 };
  const shown = typedNumbers(appealRules, { ...known, memberAppealsPerDayMax: 1 });
  expect(readNumbers(appealRules, shown).errors).toEqual({ approvalAbovePoints: 'order' });
});
