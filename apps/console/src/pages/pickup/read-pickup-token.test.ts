import { expect, test } from 'vitest';
import { readPickupToken } from './read-pickup-token.ts';

test('S18: a pick-up link carries its token behind the #, whole or not at all', () => {
  const token = 'kJ3_-aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789ab';
  expect(readPickupToken(`#${token}`)).toBe(token);
  expect(readPickupToken('#short')).toBeNull();
  expect(readPickupToken(`#${token}%20`)).toBeNull();
  expect(readPickupToken('')).toBeNull();
});
