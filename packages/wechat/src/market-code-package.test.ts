import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aPackageLine, encryptPackage, packageLines } from '../test/market-code-package.ts';
import { decryptMarketCodePackage, MarketCodePackageError } from './market-code-package.ts';

const key = Buffer.from('0123456789abcdef0123456789ABCDEF');
const range = { codeStart: 50_000, codeEnd: 50_009 };
const text = `${packageLines(50_000, 50_009).join('\n')}\n`;
const open = (encrypted: string, others = {}) =>
  decryptMarketCodePackage(encrypted, { key, range, ...others });

describe('S3: a package of WeChat’s own codes', () => {
  test.each([
    ['AES-256, with random bytes before the text', {}, key],
    ['AES-256, without', { hasPrefix: false }, key],
    ['AES-128, with', {}, key.subarray(0, 16)],
    ['AES-128, without, padded to 32', { hasPrefix: false, blockBytes: 32 }, key.subarray(0, 16)],
  ])('is opened: %s', (_what, form, withKey) => {
    const codes = open(encryptPackage(text, withKey, form), { key: withKey });
    expect(codes).toHaveLength(10);
    expect(codes[0]).toEqual({
      matrix: aPackageLine(50_000).split('\t')[0],
      code: '000350000',
      index: 50_000,
      url: 'P.URL.CN/0U.00000000000012KW',
    });
    expect(codes[0]?.url).toHaveLength(28);
  });

  test.each([
    ['blanks between the columns', packageLines(50_000, 50_009, ' ').join('\n')],
    ['many of them, and blanks at the end', packageLines(50_000, 50_009, ' \t ').join('  \n')],
    ['lines that end as in Windows', `${packageLines(50_000, 50_009).join('\r\n')}\r\n`],
    ['the sample of the guide', `${'0'.repeat(361)} 8 50000 P.URL.CN/0U.JYJXP3HJI2C98A9O`],
  ])('is read with %s', (what, lines) => {
    const whole = what.includes('sample') ? { codeStart: 50_000, codeEnd: 50_000 } : range;
    const codes = open(encryptPackage(lines, key), { range: whole });
    expect(codes).toHaveLength(whole.codeEnd - whole.codeStart + 1);
  });

  test('is opened only as told, when it is told whether random bytes are there', () => {
    const withBytes = encryptPackage(text, key);
    const without = encryptPackage(text, key, { hasPrefix: false });
    expect(open(withBytes, { randomPrefix: 'present' })).toHaveLength(10);
    expect(open(without, { randomPrefix: 'absent' })).toHaveLength(10);
    expect(() => open(withBytes, { randomPrefix: 'absent' })).toThrow(MarketCodePackageError);
    expect(() => open(without, { randomPrefix: 'present' })).toThrow(MarketCodePackageError);
  });

  const lines = packageLines(50_000, 50_009);
  const changed = (place: number, line: string) => lines.with(place, line).join('\n');
  const [matrix = '', code = '', index = '', url = ''] = lines[3]?.split('\t') ?? [];
  const row = (...cells: string[]) => changed(3, cells.join('\t'));
  test.each([
    ['a line is missing', lines.slice(1).join('\n')],
    ['a line is twice there', [...lines, lines[0]].join('\n')],
    ['a line takes the place of another', changed(3, lines[4] ?? '')],
    ['a code takes the place of another', changed(3, (lines[4] ?? '').replace('50004', '50003'))],
    ['two codes have the same place', row(matrix, code, '50004', url)],
    ['an index is of another range', changed(3, aPackageLine(50_010))],
    ['a line is empty', changed(3, '')],
    ['a matrix is short', row(matrix.slice(1), code, index, url)],
    ['a matrix has other signs', row(`2${matrix.slice(1)}`, code, index, url)],
    ['a column is missing', row(matrix, code, url)],
    ['there is a fifth column', row(matrix, code, index, url, 'x')],
    ['a code is too long', row(matrix, `${code}0`, index, url)],
    ['an index is no number', row(matrix, code, '5e4', url)],
    ['a text is short', row(matrix, code, index, url.slice(1))],
    ['a text would be a formula', row(matrix, code, index, `=${url.slice(1)}`)],
    ['a text holds a comma', row(matrix, code, index, `${url.slice(0, -1)},`)],
    ['it ends within a line', text.slice(0, -20)],
    ['it holds nothing but line ends', '\n'.repeat(100_000)],
    ['it holds nothing', ''],
  ])('is refused as a whole when %s', (_what, lineText) => {
    expect(() => open(encryptPackage(lineText, key))).toThrow(MarketCodePackageError);
  });

  test('is refused when the key is another one, and says nothing of what is in it', () => {
    const encrypted = encryptPackage(text, key);
    for (const wrong of [key.subarray(0, 16), randomBytes(16), randomBytes(32)]) {
      expect(() => open(encrypted, { key: wrong })).toThrow(MarketCodePackageError);
    }
    try {
      open(encryptPackage(row(matrix, code, index, 'SECRETTEXT'), key));
    } catch (error) {
      expect(String(error)).toContain('line 4');
      expect(String(error)).not.toContain('SECRETTEXT');
    }
    for (const wrong of [key.subarray(0, 15), key.subarray(0, 24), Buffer.alloc(0)]) {
      expect(() => open(encrypted, { key: wrong })).toThrow(RangeError);
    }
  });

  test('is refused when it is no base64, not of whole blocks, or absurdly large', () => {
    const encrypted = encryptPackage(text, key);
    const odd = ['', '====', 'ä', `${encrypted}!`, encrypted.slice(0, -4), `A${encrypted}`];
    for (const wrong of [...odd, 'A'.repeat(64 * 1024 * 1024 + 1)]) {
      expect(() => open(wrong)).toThrow(MarketCodePackageError);
    }
  });

  test('that anybody made up is refused, or is what it says; nothing else happens', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const made = Buffer.from(bytes);
        for (const wrong of [made.toString('base64'), encryptPackage(made, key)]) {
          expect(() => open(wrong)).toThrow(MarketCodePackageError);
        }
      }),
    );
  });
});
