import { expect, test } from 'vitest';
import { readFilters, writeFilters } from '../../shared/url-filters.ts';
import { entryReaders, readSignedPoints } from './entry-kinds.ts';
import type { EntryFilters } from './entry-kinds.ts';

test('S14: points are read with their sign, as people type them', () => {
  expect(['100', '+1,000', '-50', '−５０', ' 0 '].map(readSignedPoints)).toEqual([
    100, 1000, -50, -50, 0,
  ]);
  for (const text of ['', '1.5', 'ten', '--1', '9999999999999']) {
    expect(readSignedPoints(text)).toBeUndefined();
  }
});

test('S14: every filter of entries survives the address bar', () => {
  const filters: EntryFilters = {
    kind: 'refund',
    memberId: 7,
    memberKind: 'chef',
    region: '329900',
    productId: 2,
    batchId: 3,
    mobile: '1234',
    pointsMin: -50,
    pointsMax: 0,
    range: 'custom',
    from: '2026-11-01T16:00:00.000Z',
    to: '2026-11-02T16:00:00.000Z',
  };
  expect(readFilters(entryReaders, writeFilters(filters))).toEqual(filters);
});
