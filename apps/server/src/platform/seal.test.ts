import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { seal, unseal } from './seal.ts';

const key = randomBytes(32);

test.each(['', 'token', '密码 🔑', 'x'.repeat(10_000)])('S19: %j comes back as it was', (text) => {
  expect(unseal(key, seal(key, text))).toBe(text);
});

test('S19: the same secret sealed twice looks different each time', () => {
  expect(seal(key, 'token').equals(seal(key, 'token'))).toBe(false);
});

test('S19: a single changed bit anywhere is refused', () => {
  const sealed = seal(key, 'token');
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => unseal(key, changed)).toThrow();
  }
});

test('S19: a shortened or empty value is refused, however short', () => {
  const sealed = seal(key, 'token');
  for (let length = 0; length < sealed.length; length += 1) {
    expect(() => unseal(key, sealed.subarray(0, length))).toThrow();
  }
});

test('S19: another key opens nothing', () => {
  expect(() => unseal(randomBytes(32), seal(key, 'token'))).toThrow();
});
