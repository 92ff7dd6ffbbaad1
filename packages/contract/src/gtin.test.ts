import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGtin, shortGtin, toGtin14 } from './gtin.ts';

describe('B18: a GTIN of any length becomes the one way to write it', () => {
  test.each([
    ['96385074', '00000096385074', '96385074'],
    ['036000291452', '00036000291452', '0036000291452'],
    ['6901234567892', '06901234567892', '6901234567892'],
    ['16901234567899', '16901234567899', '16901234567899'],
    [' 690-1234 567892 ', '06901234567892', '6901234567892'],
    ['６９０１２３４５６７８９２', '06901234567892', '6901234567892'],
  ])('%s', (text, gtin14, short) => {
    expect(toGtin14(text)).toBe(gtin14);
    expect(shortGtin(gtin14)).toBe(short);
  });

  test.each(['', '6901234567891', '690123456789', '69012345', '0000000000000', '69O1234567892'])(
    'not %j',
    (text) => expect(toGtin14(text)).toBeNull(),
  );
});

test('B18: one wrong digit is always noticed, and whatever is taken stays what it is', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^\d{13}$/),
      fc.nat(13),
      fc.integer({ min: 1, max: 9 }),
      (...drawn) => {
        const [body, place, shift] = drawn;
        const gtin = Array.from({ length: 10 }, (_, check) => `${body}${check}`).find(isGtin) ?? '';
        expect(gtin).toHaveLength(14);
        const wrong = (Number(gtin[place]) + shift) % 10;
        expect(isGtin(gtin.slice(0, place) + wrong + gtin.slice(place + 1))).toBe(false);
        const read = toGtin14(gtin);
        if (read !== null) expect(toGtin14(shortGtin(read))).toBe(read);
      },
    ),
  );
});
