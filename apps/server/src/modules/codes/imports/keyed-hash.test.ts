import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeyedHash } from './keyed-hash.ts';

test('B1: hashes made together are those of HMAC-SHA-256 one by one, whatever the texts', () => {
  const key = randomBytes(32);
  const hashTexts = createKeyedHash(key);
  const one = (text: string) => createHmac('sha256', key).update(text).digest('hex').slice(0, 32);
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme-ascii', maxLength: 70 }),
  );
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 20 }), (texts) => {
      expect(hashTexts(texts).toString('hex')).toBe(texts.map(one).join(''));
    }),
  );
  const lengths = Array.from({ length: 140 }, (_, length) => 'x'.repeat(length));
  expect(hashTexts(lengths).toString('hex')).toBe(lengths.map(one).join(''));
});
