import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeLengths, createCodeCipher } from './index.ts';

describe.each(codeLengths)('B1: decodeMany of %i symbols', (length) => {
  const cipher = createCodeCipher({ key: randomBytes(32), length });

  test('answers exactly like decode, one by one, whatever the texts', () => {
    const code = fc
      .tuple(fc.nat(cipher.limits.batchMax), fc.nat(Math.min(cipher.limits.serialMax, 2 ** 31)))
      .map(([batch, serial]) => cipher.encode(batch, serial));
    const guess = fc.stringMatching(new RegExp(`^[0-9A-HJKMNP-TV-Z]{${length}}$`));
    fc.assert(
      fc.property(fc.array(fc.oneof(code, guess, fc.string()), { maxLength: 40 }), (texts) => {
        expect(cipher.decodeMany(texts)).toEqual(texts.map((text) => cipher.decode(text)));
      }),
    );
  });
});
