import { FF1 } from '@noble/ciphers/ff1.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALPHABET } from '../src/alphabet.ts';
import { codeLengths, createCodeCipher } from '../src/index.ts';
import { aLength, anInteger, seededBytes, testKey } from './seeds.ts';

const ciphers = new Map(
  codeLengths.map((length) => [length, createCodeCipher({ key: testKey, length })]),
);

/** From the specification, not from the code: total bits = zeros + serial + batch + zeros. */
const SPECIFIED = [
  { length: 12, left: [4, 26], right: [14, 16] },
  { length: 14, left: [5, 30], right: [16, 19] },
  { length: 16, left: [8, 32], right: [20, 20] },
  { length: 18, left: [13, 32], right: [24, 21] },
  { length: 20, left: [14, 36], right: [24, 26] },
] as const;

describe.each(SPECIFIED)('B1: $length symbols', ({ length, left, right }) => {
  test('have room for exactly the batches and serials of the layout', () => {
    const { limits } = createCodeCipher({ key: testKey, length });
    expect(limits).toEqual({ batchMax: 2 ** right[0] - 1, serialMax: 2 ** left[1] - 1 });
    expect(left[0] + left[1]).toBe((length / 2) * 5);
    expect(right[0] + right[1]).toBe((length / 2) * 5);
  });

  test('are FF1 by @noble/ciphers of the layout, for a thousand keys, tweaks and items', () => {
    for (let run = 0; run < 1_000; run++) {
      const random = seededBytes(`${length}/${run}`, 64);
      const key = random.subarray(0, 32);
      const tweak = random.subarray(32, 32 + (run % 9));
      const [a, b] = [random.readBigUInt64BE(44), random.readBigUInt64BE(52)];
      const serial = a % 2n ** BigInt(left[1]);
      const batch = b % 2n ** BigInt(right[0]);
      const plaintext = [
        ...digits(serial, length / 2),
        ...digits(batch << BigInt(right[1]), length / 2),
      ];
      const expected = FF1(32, key, tweak).encrypt(plaintext);
      const cipher = createCodeCipher({ key, length, tweak });
      const code = cipher.encode(Number(batch), Number(serial));
      expect(code).toBe(expected.map((digit) => ALPHABET[digit]).join(''));
      expect(cipher.decode(code)).toEqual({ batch: Number(batch), serial: Number(serial) });
    }
  });

  test('refuse a genuine code with one symbol changed, but for the chance of the zero bits', () => {
    const cipher = createCodeCipher({ key: testKey, length });
    let accepted = 0;
    for (let serial = 0; serial < 20; serial++) {
      const code = cipher.encode(7, serial);
      for (let position = 0; position < length; position++) {
        const others = [...ALPHABET].filter((symbol) => symbol !== code[position]);
        for (const symbol of others) {
          const tampered = code.slice(0, position) + symbol + code.slice(position + 1);
          if (cipher.decode(tampered) !== null) accepted++;
        }
      }
    }
    // About 10,000 tries at 2^-20 or less each; the key is fixed, so this never flickers.
    expect(accepted).toBe(0);
  });

  test('never give two serials one code', () => {
    const cipher = createCodeCipher({ key: testKey, length });
    const text = new TextDecoder().decode(cipher.encodeRange(3, 1_000, 100_000));
    const codes = new Set(text.split('\n').slice(0, -1));
    expect(codes.size).toBe(100_000);
    expect(codes.has(cipher.encode(4, 1_000))).toBe(false);
  });

  test('mean nothing under another key, another tweak or another length', () => {
    const code = createCodeCipher({ key: testKey, length }).encode(1, 1);
    const key = seededBytes('another key', 32);
    const tweak = Uint8Array.of(1);
    expect(createCodeCipher({ key, length }).decode(code)).toBeNull();
    expect(createCodeCipher({ key: testKey, length, tweak }).decode(code)).toBeNull();
    for (const [other, cipher] of ciphers) {
      if (other !== length) expect(cipher.decode(code)).toBeNull();
    }
  });
});

test('B1: every item comes back from its code, at every length', () => {
  const anItem = aLength.chain((length) => {
    const cipher = ciphers.get(length)!;
    const { batchMax, serialMax } = cipher.limits;
    return fc.tuple(fc.constant(cipher), anInteger(batchMax), anInteger(serialMax));
  });
  fc.assert(
    fc.property(anItem, ([cipher, batch, serial]) => {
      expect(cipher.decode(cipher.encode(batch, serial))).toEqual({ batch, serial });
    }),
    { numRuns: 2_000 },
  );
});

test('a code is read however it was typed or scanned', () => {
  const cipher = ciphers.get(16)!;
  const code = cipher.encode(12, 345_678);
  const spaced = code.replace(/(.{4})/g, '$1 ').toLowerCase();
  expect(cipher.decode(spaced)).toEqual({ batch: 12, serial: 345_678 });
  expect(cipher.decode(`https://example.com/C/${code}`)).toEqual({ batch: 12, serial: 345_678 });
});

test.each([
  ['nothing', ''],
  ['a NUL', '\0'.repeat(16)],
  ['emoji', '🍾'.repeat(8)],
  ['a lone surrogate', `\ud800${'0'.repeat(15)}`],
  ['a megabyte', '0'.repeat(1_000_000)],
  ['a megabyte of slashes', '/c/'.repeat(333_333)],
  ['a percent sign', '%'.repeat(16)],
  ['a prototype key', '__proto__'],
  ['null', null],
  ['undefined', undefined],
  ['a number', 1234567890123456],
  ['an object', { toString: () => '0'.repeat(16) }],
  ['a symbol', Symbol('0')],
])('decode answers null to %s', (_name, input) => {
  for (const cipher of ciphers.values()) expect(cipher.decode(input as string)).toBeNull();
});

test('decode never throws, whatever the text', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 10, maxLength: 22 }),
  );
  fc.assert(
    fc.property(aLength, anything, (length, text) => {
      expect(ciphers.get(length)!.decode(text)).toBeNull();
    }),
    { numRuns: 3_000, seed: 20_261_122 },
  );
});

test.each([-1, 0.5, NaN, Infinity, 2 ** 53, '1', 1n, null, undefined])(
  'encode refuses %s as batch and as serial',
  (wrong) => {
    for (const cipher of ciphers.values()) {
      expect(() => cipher.encode(wrong as number, 0)).toThrow(RangeError);
      expect(() => cipher.encode(0, wrong as number)).toThrow(RangeError);
      expect(() => cipher.encode(cipher.limits.batchMax + 1, 0)).toThrow(RangeError);
      expect(() => cipher.encode(0, cipher.limits.serialMax + 1)).toThrow(RangeError);
    }
  },
);

test('createCodeCipher refuses wrong keys, tweaks and lengths and does not repeat the key', () => {
  const create = (options: object) => () =>
    createCodeCipher({ key: testKey, length: 16, ...options });
  expect(create({ key: 'k'.repeat(32) })).toThrow(TypeError);
  expect(create({ key: new Uint8Array(31) })).toThrow(/^key must have 32 bytes$/);
  expect(create({ tweak: 'x' })).toThrow(TypeError);
  expect(create({ tweak: new Uint8Array(9) })).toThrow(RangeError);
  expect(create({ length: 15 })).toThrow(RangeError);
  expect(create({ length: '16' })).toThrow(RangeError);
});

test('a key wiped after creation does no harm', () => {
  const key = testKey.slice();
  const cipher = createCodeCipher({ key, length: 16 });
  key.fill(0);
  expect(cipher.encode(1, 1)).toBe(ciphers.get(16)!.encode(1, 1));
});

/** A number as base-32 digits, most significant first. */
function digits(value: bigint, count: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    Number((value >> BigInt(5 * (count - 1 - index))) & 31n),
  );
}
