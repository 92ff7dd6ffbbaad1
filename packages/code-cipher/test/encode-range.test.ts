import fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { codeLengths, createCodeCipher } from '../src/index.ts';
import { aLength, anInteger, testKey } from './seeds.ts';

const ciphers = new Map(
  codeLengths.map((length) => [length, createCodeCipher({ key: testKey, length })]),
);
const decoder = new TextDecoder();

describe.each(codeLengths)('encodeRange, %i symbols', (length) => {
  const cipher = ciphers.get(length)!;
  const { batchMax, serialMax } = cipher.limits;

  test.each([
    { where: 'the first serials', firstSerial: 0 },
    { where: 'the last serials', firstSerial: serialMax - 4_999 },
    { where: 'serials around 2^32', firstSerial: Math.min(2 ** 32 - 2_500, serialMax - 4_999) },
  ])('writes what encode writes, over the end of a chunk: $where', ({ firstSerial }) => {
    for (const batch of [0, batchMax]) {
      const lines = decoder.decode(cipher.encodeRange(batch, firstSerial, 5_000)).split('\n');
      expect(lines.pop()).toBe('');
      expect(lines).toEqual(
        Array.from({ length: 5_000 }, (_, index) => cipher.encode(batch, firstSerial + index)),
      );
    }
  });

  test('refuses a range that runs over the limits', () => {
    expect(() => cipher.encodeRange(0, serialMax, 2)).toThrow(RangeError);
    expect(() => cipher.encodeRange(batchMax + 1, 0, 1)).toThrow(RangeError);
    expect(() => cipher.encodeRange(0, 0, -1)).toThrow(RangeError);
    expect(() => cipher.encodeRange(0, 0.5, 1)).toThrow(RangeError);
    expect(cipher.encodeRange(0, serialMax, 1)).toHaveLength(length + 1);
  });
});

test('any range equals its codes one by one, with any prefix and newline', () => {
  const aRun = aLength.chain((length) => {
    const { batchMax, serialMax } = ciphers.get(length)!.limits;
    return fc.record({
      cipher: fc.constant(ciphers.get(length)!),
      batch: anInteger(batchMax),
      firstSerial: anInteger(serialMax - 50),
      count: fc.integer({ min: 0, max: 50 }),
      prefix: fc.constantFrom('', 'x', 'https://例子.cn/C/', 'HTTPS://EXAMPLE.COM/C/'),
      newline: fc.constantFrom('\n', '\r\n', '', ',\t'),
    });
  });
  fc.assert(
    fc.property(aRun, ({ cipher, batch, firstSerial, count, prefix, newline }) => {
      const bytes = cipher.encodeRange(batch, firstSerial, count, { prefix, newline });
      const codes = Array.from({ length: count }, (_, i) => cipher.encode(batch, firstSerial + i));
      expect(decoder.decode(bytes)).toBe(codes.map((code) => prefix + code + newline).join(''));
      expect(bytes.length).toBe(count * cipher.strideBytes({ prefix, newline }));
    }),
    { numRuns: 500 },
  );
});

test('two ranges taken in turns do not disturb each other', () => {
  const cipher = ciphers.get(16)!;
  const whole = decoder.decode(cipher.encodeRange(9, 0, 3_000));
  const first = cipher.encodeRange(9, 0, 1_500);
  const other = cipher.encodeRange(8, 7, 3_000);
  const second = cipher.encodeRange(9, 1_500, 1_500);
  expect(decoder.decode(first) + decoder.decode(second)).toBe(whole);
  expect(other).toHaveLength(3_000 * 17);
});

test('encodeRange refuses more than a gibibyte and absurd prefixes', () => {
  const cipher = ciphers.get(16)!;
  expect(() => cipher.encodeRange(0, 0, 2 ** 27)).toThrow(/encodeStream/);
  expect(() => cipher.encodeRange(0, 0, 1, { prefix: 'x'.repeat(1_025) })).toThrow(RangeError);
});

describe('encodeStream', () => {
  const cipher = ciphers.get(16)!;
  const options = { prefix: 'https://example.com/C/' };

  test('gives the bytes of encodeRange in chunks of whole lines', async () => {
    const chunks = await collect(cipher.encodeStream(5, 10, 10_000, options));
    expect(Buffer.concat(chunks).equals(cipher.encodeRange(5, 10, 10_000, options))).toBe(true);
    const stride = cipher.strideBytes(options);
    expect(chunks.map((chunk) => chunk.length / stride)).toEqual([4_096, 4_096, 1_808]);
    expect(await collect(cipher.encodeStream(5, 10, 0))).toEqual([]);
  });

  test('lets other work run between any two chunks', async () => {
    let turns = 0;
    let running = true;
    const otherWork = (async () => {
      while (running) {
        await setImmediate();
        turns++;
      }
    })();
    let chunks = 0;
    for await (const chunk of cipher.encodeStream(5, 0, 100_000, { chunkCodes: 2_048 })) {
      chunks += chunk.length > 0 ? 1 : 0;
    }
    running = false;
    await otherWork;
    expect(chunks).toBe(49);
    expect(turns).toBeGreaterThanOrEqual(chunks - 1);
  });

  test('refuses wrong numbers at the call, before anything is sent', () => {
    expect(() => cipher.encodeStream(0, 2 ** 32 - 1, 2)).toThrow(RangeError);
    expect(() => cipher.encodeStream(0, 0, 1, { chunkCodes: 0 })).toThrow(RangeError);
    expect(() => cipher.encodeStream(0, 0, 1, { chunkCodes: 8_193 })).toThrow(RangeError);
  });

  test('a byte offset is a serial: the text can be resumed anywhere by multiplication', async () => {
    const stride = cipher.strideBytes(options);
    const whole = cipher.encodeRange(5, 0, 1_000, options);
    const rest = await collect(cipher.encodeStream(5, 777, 223, options));
    expect(Buffer.concat(rest).equals(whole.subarray(777 * stride))).toBe(true);
  });
});

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
