import { expect, test } from 'vitest';
import {
  clearFilters,
  count,
  freeText,
  moment,
  oneOf,
  readFilters,
  regionCode,
  setFilters,
  wholeNumber,
  writeFilters,
} from './url-filters.ts';

const readers = {
  kind: oneOf(['award', 'spend']),
  productId: wholeNumber,
  mobile: freeText,
  from: moment,
};

test('filters survive the trip into the address and back', () => {
  const filters = {
    kind: 'award',
    productId: 12,
    mobile: '0001',
    from: '2026-11-22T08:00:00.000Z',
  } as const;
  expect(readFilters(readers, writeFilters(filters))).toEqual(filters);
});

test('bad values and unknown names in a pasted address are passed over', () => {
  const query = { kind: 'gift', productId: '-1', from: 'never', other: 'x', mobile: ['a', 'b'] };
  expect(writeFilters(readFilters(readers, query))).toEqual({});
});

test('filters that are not set leave no trace in the address', () => {
  expect(writeFilters({ kind: undefined, mobile: '', productId: 3 })).toEqual({ productId: '3' });
});

test('S13: zero points is a filter, and a damaged region is none', () => {
  expect(count('0')).toBe(0);
  expect(count('-1')).toBeUndefined();
  expect(regionCode('320500')).toBe('320500');
  expect(regionCode('32x500')).toBeUndefined();
  expect(setFilters({ pointsMin: 0, tag: undefined, search: '' })).toEqual({ pointsMin: 0 });
});

test('clearing leaves the order of the list, and the tab it is asked to keep', () => {
  const filters = { state: 'open', memberId: 3, search: 'x', sort: 'oldest' };
  clearFilters(filters, ['state']);
  expect(filters).toEqual({ state: 'open', sort: 'oldest' });
  clearFilters(filters);
  expect(filters).toEqual({ sort: 'oldest' });
});
