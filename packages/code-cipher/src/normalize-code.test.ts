import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALPHABET } from './alphabet.ts';
import { codeLengths, normalizeCode } from './index.ts';

const CODE = 'BAQ031205MAADJ0C';

test.each([
  ['as printed', CODE],
  ['lower case', CODE.toLowerCase()],
  ['in groups with spaces', 'BAQ0 3120 5MAA DJ0C'],
  ['with dashes', 'BAQ0-3120-5MAA-DJ0C'],
  ['with long dashes', 'BAQ0—3120–5MAA−DJ0C'],
  ['O for 0', 'BAQO312O5MAADJOC'],
  ['I and L for 1', 'baq03i205maadj0c'],
  ['l for 1', 'baq03l205maadj0c'],
  ['full width', 'ＢＡＱ０３１２０５ｍａａｄｊ０ｃ'],
  ['full-width spaces and dashes', 'ＢＡＱ０　３１２０－５ＭＡＡ　ＤＪ０Ｃ'],
  ['around it blanks, tabs and line ends', `\t ${CODE} \r\n`],
  ['a byte-order mark and zero-width marks', `\ufeffBAQ0\u200b31205MAADJ0C\u200e`],
])('a code is read %s', (_name, text) => {
  expect(normalizeCode(text)).toBe(CODE);
});

test.each([
  `https://example.com/C/${CODE}`,
  `http://example.com/c/${CODE.toLowerCase()}`,
  `HTTPS://EXAMPLE.COM/C/${CODE}`,
  `https://another-host.cn:8443/C/${CODE}/`,
  `https://127.0.0.1:8080/some/prefix/C/${CODE}?from=groupmessage&isappinstalled=0`,
  `https://example.com/C/${CODE}#wechat_redirect`,
  `example.com/C/${CODE}`,
  `/c/${CODE}`,
  `https://example.com/01/06901234567892/21/${CODE}`,
  `https://example.com/01/06901234567892/22/2A/10/LOT%2F7/21/${CODE}`,
  `https://example.com/brand/01/06901234567892/21/${CODE}?17=271231`,
  `https://example.com/C/BAQ0-3120-5MAA-DJ0C`,
  `https://例子.cn/C/${CODE}`,
  `ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｃｏｍ／Ｃ／${CODE}`,
  ` https://example.com/C/${CODE}\n`,
])('a URL of any host is reduced to its code: %s', (url) => {
  expect(normalizeCode(url)).toBe(CODE);
});

test.each([
  ['an empty text', ''],
  ['a truncated code', CODE.slice(1)],
  ['an over-long code', `${CODE}0`],
  ['22 symbols', '0'.repeat(22)],
  ['a letter that is not in the alphabet', `U${CODE.slice(1)}`],
  ['a retail barcode', '6901234567892'],
  ['punctuation', `${CODE}.`],
  ['a NUL inside', `BAQ0\0${CODE.slice(4)}`],
  ['emoji', `🍾${CODE}`],
  ['a Cyrillic look-alike', `В${CODE.slice(1)}`],
  ['Chinese digits', '一二三四五六七八九〇一二'],
  ['Arabic digits', '٠'.repeat(12)],
  ['a URL without a code', 'https://example.com/'],
  ['a URL with a code elsewhere', `https://example.com/x/${CODE}`],
  ['a code in the query only', `https://example.com/?u=/C/${CODE}`],
  ['a code in the fragment only', `https://example.com/#/C/${CODE}`],
  ['a URL of something below a code', `https://example.com/C/${CODE}/edit`],
  ['a lot before the variant', `https://example.com/01/06901234567892/10/L/22/2A/21/${CODE}`],
  ['a wrong GTIN', `https://example.com/01/12AB/21/${CODE}`],
  ['a URL with a wrong code', 'https://example.com/C/hello'],
  ['a broken percent escape', 'https://example.com/C/%E0%A4%A'],
  ['a 1 MB text', CODE.repeat(65_536)],
  ['a 1 MB URL', `https://example.com/${'01/00000000/21/'.repeat(70_000)}`],
  ['spaces without end', `${CODE}${' '.repeat(1_000_000)}`],
])('%s is no code', (_name, text) => {
  expect(normalizeCode(text)).toBeNull();
});

test.each([undefined, null, 42, {}, [CODE], Symbol('code')])('%s is no code either', (value) => {
  expect(normalizeCode(value as string)).toBeNull();
});

describe('for any text', () => {
  const aCode = fc
    .constantFrom(...codeLengths)
    .chain((length) =>
      fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: length, maxLength: length }),
    );

  test('what was normalised stays as it is, in either case, alone or in a URL', () => {
    fc.assert(
      fc.property(aCode, (code) => {
        expect(normalizeCode(code)).toBe(code);
        expect(normalizeCode(code.toLowerCase())).toBe(code);
        expect(normalizeCode(`https://example.com/C/${code}`)).toBe(code);
        expect(normalizeCode(code.split('').join(' - '))).toBe(code);
      }),
    );
  });

  test('the answer is null or a printed code, never an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const code = normalizeCode(text);
        if (code !== null) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12,20}$/);
      }),
      { numRuns: 3_000 },
    );
  });
});
