import { describe, expect, test } from 'vitest';
import { giftsQuery, readFilter, writeFilter } from './gifts-filter.ts';

describe('the filter of the gifts', () => {
  test('S10: survives being written into the address', () => {
    const filter = { sort: 'priceUp', affordable: true } as const;
    expect(readFilter(writeFilter(filter))).toEqual(filter);
    expect(writeFilter({ sort: 'order', affordable: false })).toEqual({});
    expect(readFilter({ sort: 'best', affordable: 'yes' })).toEqual({
      sort: 'order',
      affordable: false,
    });
  });

  test('S10: what I can redeem is what my balance pays for, and everything for a visitor', () => {
    const filter = { sort: 'order', affordable: true } as const;
    expect(giftsQuery(filter, 120, undefined)).toEqual({ limit: 24, pointsMax: 120 });
    expect(giftsQuery(filter, -5, 'c')).toEqual({ limit: 24, pointsMax: 0, cursor: 'c' });
    expect(giftsQuery(filter, null, undefined)).toEqual({ limit: 24 });
  });
});
