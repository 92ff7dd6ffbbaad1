import { regionTree } from '@mashang/contract/region-tree';
import { describe, expect, test } from 'vitest';
import { choiceOf, isDeepEnough } from './region-choice.ts';

describe('province, city and county of one code', () => {
  test('S9: a county fills all three boxes', () => {
    const { province, city, county } = choiceOf(regionTree, '320506');
    expect([province, city, county]).toEqual(['320000', '320500', '320506']);
    expect(isDeepEnough(regionTree, '320506')).toBe(true);
  });

  test('S9: a province alone offers its cities and is no place for a parcel', () => {
    const { province, city, cities } = choiceOf(regionTree, '320000');
    expect([province, city]).toEqual(['320000', '']);
    expect(cities.length).toBeGreaterThan(10);
    expect(isDeepEnough(regionTree, '320000')).toBe(false);
    expect(isDeepEnough(regionTree, '320500')).toBe(false);
  });

  test('nothing and nonsense choose nothing', () => {
    for (const code of ['', '999999', 'abc']) {
      expect(choiceOf(regionTree, code)).toMatchObject({ province: '', city: '', county: '' });
    }
  });

  test('a county that was merged away keeps its city', () => {
    expect(choiceOf(regionTree, '320599')).toMatchObject({ city: '320500', county: '' });
  });
});
