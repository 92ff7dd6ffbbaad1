import { FF1 } from '@noble/ciphers/ff1.js';
import { expect, test } from 'vitest';
import { createFf1 } from '../src/_ff1.ts';
import { seededBytes } from './seeds.ts';
import nist from './vectors/nist-ff1.json' with { type: 'json' };

test.each(nist.vectors)(
  'FF1 is bit-exact with NIST sample $sample ($cipher, radix $radix)',
  ({ key, radix, tweak, plaintext, ciphertext }) => {
    const ff1 = createFf1({
      key: Buffer.from(key, 'hex'),
      radix,
      length: plaintext.length,
      tweak: Buffer.from(tweak, 'hex'),
    });
    const encrypted = ff1.encrypt(...halvesOf(plaintext, radix));
    expect([encrypted.left, encrypted.right]).toEqual(halvesOf(ciphertext, radix));
    const decrypted = ff1.decrypt(encrypted.left, encrypted.right);
    expect([decrypted.left, decrypted.right]).toEqual(halvesOf(plaintext, radix));
  },
);

/** Both agree on every domain a half of which is an exact number, not only on ours. */
test.each([
  { radix: 2, length: 100, keyBytes: 16 },
  { radix: 10, length: 7, keyBytes: 24 },
  { radix: 10, length: 30, keyBytes: 32 },
  { radix: 26, length: 21, keyBytes: 16 },
  { radix: 32, length: 17, keyBytes: 32 },
  { radix: 255, length: 5, keyBytes: 32 },
  { radix: 1_000, length: 4, keyBytes: 24 },
])('FF1 equals @noble/ciphers for radix $radix, length $length', ({ radix, length, keyBytes }) => {
  for (let run = 0; run < 100; run++) {
    const bytes = seededBytes(`${radix}/${length}/${run}`, keyBytes + length * 4 + run);
    const key = bytes.slice(0, keyBytes);
    const tweak = bytes.slice(keyBytes, keyBytes + (run % 40));
    const numerals = Array.from(bytes.slice(-length), (byte) => (byte * 257) % radix);
    const theirs = FF1(radix, key, tweak).encrypt(numerals);
    const ours = createFf1({ key, radix, length, tweak }).encrypt(
      ...numbersOf(numerals, radix, length),
    );
    expect([ours.left, ours.right]).toEqual(numbersOf(theirs, radix, length));
  }
});

test('FF1 refuses a domain so small that it can be searched, and one it cannot count exactly', () => {
  const key = seededBytes('key', 32);
  const tweak = new Uint8Array();
  expect(() => createFf1({ key, radix: 10, length: 5, tweak })).toThrow(RangeError);
  expect(() => createFf1({ key, radix: 10, length: 32, tweak })).toThrow(RangeError);
});

function halvesOf(numerals: string, radix: number): [number, number] {
  const digits = Array.from(numerals, (numeral) => parseInt(numeral, radix));
  return numbersOf(digits, radix, numerals.length);
}

function numbersOf(numerals: number[], radix: number, length: number): [number, number] {
  const number = (digits: number[]) => digits.reduce((value, digit) => value * radix + digit, 0);
  const middle = Math.floor(length / 2);
  return [number(numerals.slice(0, middle)), number(numerals.slice(middle))];
}
