import { expect, test } from 'vitest';
import { mayReload } from './stay-current.ts';

test('a tab reloads for vanished pages once a minute at most, whatever its clock does', () => {
  expect(mayReload(0, 1_000_000)).toBe(true);
  expect(mayReload(1_000_000, 1_059_999)).toBe(false);
  expect(mayReload(1_000_000, 1_060_000)).toBe(true);
  expect(mayReload(2_000_000, 1_000_000)).toBe(true);
});
