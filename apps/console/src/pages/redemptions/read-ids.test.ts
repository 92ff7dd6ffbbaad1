import { expect, test } from 'vitest';
import { readIds } from './read-ids.ts';

test('S16: the slips asked for are read from the address, damaged ones passed over', () => {
  expect(readIds('3,1,3,x,-2,,0,2')).toEqual([3, 1, 2]);
  expect(readIds(undefined)).toEqual([]);
  expect(readIds(['1', '2'])).toEqual([]);
  expect(readIds(Array.from({ length: 300 }, (_none, index) => index + 1).join(','))).toHaveLength(
    200,
  );
});
