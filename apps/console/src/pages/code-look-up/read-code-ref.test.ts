import { expect, test } from 'vitest';
import { readCodeRef } from './read-code-ref.ts';

test('S21: the number of a code is understood however it is typed', () => {
  expect(readCodeRef(' 12-3456 ')).toBe('12-3456');
  expect(readCodeRef('#12–3456')).toBe('12-3456');
  expect(readCodeRef('１２－３４５６')).toBe('12-3456');
});

test('S21: a code, an address or a number out of range is no number of a code', () => {
  for (const text of ['', '123456', 'HTTPS://A/C/7K2M-9PQR', '12-', '12345678901-1', '1-2-3']) {
    expect(readCodeRef(text)).toBeNull();
  }
});
