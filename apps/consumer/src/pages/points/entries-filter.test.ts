import { describe, expect, test } from 'vitest';
import { entriesQuery, readFilter, recentMonths, writeFilter } from './entries-filter.ts';

describe('the filter of the history', () => {
  test('S8: survives being written into the address and read again', () => {
    const filter = { kind: 'spend', month: '2026-11', productId: 7 } as const;
    expect(readFilter(writeFilter(filter))).toEqual(filter);
    expect(readFilter(writeFilter({}))).toEqual({});
    expect(entriesQuery(filter, 'abc')).toEqual({ limit: 20, ...filter, cursor: 'abc' });
    expect(entriesQuery({}, undefined)).toEqual({ limit: 20 });
  });

  test('S8: an address tampered with is no filter and no broken page', () => {
    expect(readFilter({ kind: 'robbery', month: '2026-13', product: '-1' })).toEqual({});
    expect(readFilter({ kind: ['award'], month: null, product: '1e9' })).toEqual({});
    expect(readFilter({ product: '0', month: '1999-01' })).toEqual({});
  });

  test('S8: months are those of Beijing, also in the last hours of a month in UTC', () => {
    expect(recentMonths(new Date('2026-12-31T17:00:00Z'), 3)).toEqual([
      '2027-01',
      '2026-12',
      '2026-11',
    ]);
    expect(recentMonths(new Date('2026-03-31T12:00:00Z'), 2)).toEqual(['2026-03', '2026-02']);
  });
});
