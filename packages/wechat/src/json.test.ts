import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from './json.ts';

test('S20: an id beyond 2^53 keeps every digit', () => {
  const text = '{"msgid":1700827132819554304,"n":[-9007199254740993,12],"f":1.5,"s":"1"}';
  expect(parseJson(text)).toEqual({
    msgid: '1700827132819554304',
    n: ['-9007199254740993', 12],
    f: 1.5,
    s: '1',
  });
});

test('S20: any 64-bit integer is the number or the text it was', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }), (value) => {
      expect(String(parseJson(`[${value}]`))).toBe(String(value));
    }),
  );
});
