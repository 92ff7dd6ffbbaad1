import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALPHABET } from './alphabet.ts';
import { checkSymbol, checkSymbolByte, codeLengths, stripCheckSymbol } from './index.ts';

const CODES = codeLengths.flatMap((length) => [
  '0'.repeat(length),
  ALPHABET.repeat(2).slice(5, 5 + length),
  ALPHABET.repeat(2).slice(31, 31 + length),
]);

describe.each(CODES)('%s with its check symbol', (code) => {
  const checked = code + checkSymbol(code);

  test('is accepted, however typed', () => {
    expect(stripCheckSymbol(checked)).toEqual({ ok: true, code });
    expect(stripCheckSymbol(checked.toLowerCase().split('').join('-'))?.ok).toBe(true);
    expect(stripCheckSymbol(`https://example.com/C/${checked}`)?.ok).toBe(true);
  });

  test('is refused with any one symbol replaced by any other', () => {
    for (let position = 0; position < checked.length; position++) {
      for (const symbol of ALPHABET) {
        const typed = checked.slice(0, position) + symbol + checked.slice(position + 1);
        expect(stripCheckSymbol(typed)?.ok).toBe(typed === checked);
      }
    }
  });

  test('is refused with any two symbols swapped, neighbours or not', () => {
    for (let first = 0; first < checked.length; first++) {
      for (let second = first + 1; second < checked.length; second++) {
        const symbols = [...checked];
        [symbols[first], symbols[second]] = [symbols[second]!, symbols[first]!];
        const typed = symbols.join('');
        expect(stripCheckSymbol(typed)?.ok).toBe(typed === checked);
      }
    }
  });
});

test('a look-alike and a swap of neighbours are pointed at', () => {
  const code = 'BAQ031205MAADJ0C';
  const checked = code + checkSymbol(code);
  const lookAlike = `8${checked.slice(1)}`;
  expect(stripCheckSymbol(lookAlike)).toMatchObject({ ok: false });
  expect(suspects(lookAlike)).toContain(0);
  const swapped = `BAQ301205MAADJ0C${checked.slice(-1)}`;
  expect(suspects(swapped)).toContain(3);
});

test('every code of every length gets a check symbol that fits', () => {
  const aCode = fc
    .constantFrom(...codeLengths)
    .chain((length) =>
      fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: length, maxLength: length }),
    );
  fc.assert(
    fc.property(aCode, (code) => {
      const symbol = checkSymbol(code);
      expect(stripCheckSymbol(code + symbol)).toEqual({ ok: true, code });
      const bytes = Buffer.from(`/${code}\n`);
      expect(String.fromCharCode(checkSymbolByte(bytes, 1, code.length))).toBe(symbol);
    }),
  );
});

test.each(['', 'U', 'BAQ031205MAADJ', 'BAQ031205MAADJ0C', '0'.repeat(23), '🍾', '\0'])(
  '%j is no code with a check symbol',
  (text) => {
    expect(stripCheckSymbol(text)).toBeNull();
  },
);

test('checkSymbol refuses what is not a code', () => {
  expect(() => checkSymbol('hello')).toThrow(RangeError);
  expect(() => checkSymbol('0'.repeat(13))).toThrow(RangeError);
});

function suspects(text: string): number[] {
  const typed = stripCheckSymbol(text);
  return typed === null || typed.ok ? [] : typed.suspectPositions;
}
