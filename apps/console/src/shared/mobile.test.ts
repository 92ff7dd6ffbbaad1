import { expect, test } from 'vitest';
import { readMobile, readMobileSearch } from './mobile.ts';

test('a mobile number is read as people paste it', () => {
  for (const typed of [
    '15400000001',
    '+86 154 0000 0001',
    '154-0000-0001',
    '１５４００００００01',
  ]) {
    expect(readMobile(typed)).toBe('15400000001');
  }
});

test('what is no mobile number is none', () => {
  for (const typed of ['', '1540000000', '25400000001', '0001', '154000000011', '手机']) {
    expect(readMobile(typed)).toBeNull();
  }
});

test('S16: the last four digits are enough to search', () => {
  expect(readMobileSearch(' 0001 ')).toBe('0001');
  expect(readMobileSearch('15400000001')).toBe('15400000001');
  expect(readMobileSearch('001')).toBeNull();
});
