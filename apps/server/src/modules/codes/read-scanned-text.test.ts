import { randomBytes } from 'node:crypto';
import { checkSymbol } from '@mashang/code-cipher';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCodeBook } from './code-book.ts';
import { readScannedText } from './read-scanned-text.ts';

const masterKey = randomBytes(32);
const ownHosts = ['https://points.example.cn', 'old.example.cn:8080'];
const codeBook = createCodeBook({ masterKey, keyVersions: [1, 2], ownHosts });
const code = codeBook.cipher(2, 16).encode(7, 1234);
const item = { batchId: 7, serial: 1234, keyVersion: 2, codeLength: 16 };
const hash = (text: string) => codeBook.hashImportedText(text);

describe('S18: own codes are read in every form they are printed or typed', () => {
  test.each([
    ['bare', code],
    ['lower case with dashes', code.toLowerCase().replace(/(.{4})(?=.)/g, '$1-')],
    ['printed URL', `https://points.example.cn/C/${code}`],
    ['lower-case path and code', `https://points.example.cn/c/${code.toLowerCase()}`],
    ['all upper case', `HTTPS://POINTS.EXAMPLE.CN/C/${code}`],
    ['with query and slash', `https://points.example.cn/C/${code}/?from=wx`],
    ['GS1 Digital Link', `https://points.example.cn/01/06901234567892/21/${code}`],
    [
      'GS1 with its qualifiers',
      `https://points.example.cn/01/06901234567892/22/2A/10/LOT%2F7/21/${code}`,
    ],
    ['GS1 of a short GTIN, all upper case', `HTTPS://POINTS.EXAMPLE.CN/01/96385074/21/${code}`],
    ['GS1 behind a path prefix', `https://points.example.cn/cn/zh/01/06901234567892/21/${code}/`],
    [
      'GS1 with attributes',
      `https://points.example.cn/01/06901234567892/21/${code}?17=271231&linkType=all#x`,
    ],
    [
      'GS1 with escapes',
      `https://points.example.cn/01/06901234567892/21/%${code.charCodeAt(0).toString(16)}${code.slice(1)}`,
    ],
    ['GS1 of a lot called 01', `https://points.example.cn/01/06901234567892/10/01/21/${code}`],
    ['GS1 of a product renumbered since', `https://points.example.cn/01/16901234567899/21/${code}`],
    ['behind a path prefix', `https://points.example.cn/p/C/${code}`],
    ['without scheme', `points.example.cn/C/${code}`],
    ['an extra host of ours, with port', `http://old.example.cn:8080/C/${code}`],
    ['with its check symbol', code + checkSymbol(code)],
    ['surrounded by blanks', `  ${code}\n`],
  ])('%s', (_form, text) => {
    expect(readScannedText(codeBook, text, 'qrcode').own).toEqual([item]);
  });

  test('of every live key version and every length', () => {
    for (const keyVersion of [1, 2]) {
      for (const codeLength of [12, 14, 16, 18, 20] as const) {
        const text = codeBook.cipher(keyVersion, codeLength).encode(3, 9);
        expect(readScannedText(codeBook, text, 'typed').own).toEqual([
          { batchId: 3, serial: 9, keyVersion, codeLength },
        ]);
      }
    }
  });
});

describe('S21: what is no code of ours is told why', () => {
  const swapped = code.slice(0, 4) + (code[4] === 'A' ? 'B' : 'A') + code.slice(5);
  test.each([
    ['otherSite', `https://evil.example.com/C/${code}`],
    ['otherSite', `https://points.example.cn.evil.com/C/${code}`],
    ['otherSite', `https://points.example.cn@evil.com/C/${code}`],
    ['otherSite', `https://points.example.cn:444/C/${code}`],
    ['otherSite', 'weixin://dl/business'],
    ['otherSite', 'https://u.wechat.com/abc'],
    ['mistyped', swapped + checkSymbol(code)],
    ['notFound', swapped],
    ['malformed', code.slice(0, 11)],
    ['malformed', code + code],
    ['malformed', `${code.slice(0, 15)}U`],
    ['malformed', '你好，这是什么码'],
    ['malformed', 'https://points.example.cn/'],
    ['malformed', `https://points.example.cn/01/06901234567891/21/${code}`],
    ['malformed', `https://points.example.cn/01/06901234567892/21/${code}/10/LOT`],
    ['malformed', `https://points.example.cn/01/06901234567892/10/LOT/22/2A/21/${code}`],
    ['malformed', `https://points.example.cn/01/06901234567892/17/271231/21/${code}`],
    ['malformed', `https://points.example.cn/01/06901234567892/21/`],
    ['malformed', `https://points.example.cn/01/06901234567892`],
    ['malformed', `https://points.example.cn/8003/06901234567892/21/${code}`],
    ['otherSite', `https://id.gs1.org/01/06901234567892/21/${code}`],
    ['malformed', ''],
    ['malformed', 'A'.repeat(5000)],
  ])('%s: %s', (reason, text) => {
    expect(readScannedText(codeBook, text, 'qrcode')).toMatchObject({
      own: [],
      reasonIfUnknown: reason,
    });
  });

  test.each([
    ['EAN_13,6901234567892', 'barcode'],
    ['CODE_128,ABC-123', 'barcode'],
    ['EAN_13,6901234567892', undefined],
    ['6901234567892', 'typed'],
    ['96385074', 'typed'],
    ['036000291452', 'typed'],
    ['16901234567899', 'qrcode'],
  ] as const)('a retail barcode: %s as %s', (text, scanType) => {
    const read = readScannedText(codeBook, text, scanType);
    expect(read).toMatchObject({ own: [], reasonIfUnknown: 'barcode' });
    expect(read.importedHashes).toContain(hash(text.replace(/^[A-Z0-9_]+,/, '')));
  });

  test('thirteen digits with a wrong check digit are not taken for a barcode', () => {
    expect(readScannedText(codeBook, '6901234567891', 'typed').reasonIfUnknown).not.toBe('barcode');
  });
});

describe('B1: imported codes are looked for by keyed hash', () => {
  test('of the exact text, of its capitals, and of the last part of an address of ours', () => {
    expect(readScannedText(codeBook, ' fab-x9 ', 'qrcode').importedHashes).toEqual([
      hash('fab-x9'),
      hash('FAB-X9'),
    ]);
    const url = 'https://points.example.cn/x/fab%2Dx9';
    expect(readScannedText(codeBook, url, 'qrcode').importedHashes).toEqual([
      hash(url),
      hash(url.toUpperCase()),
      hash('fab-x9'),
    ]);
  });

  test('of an address of somebody else as a whole only', () => {
    const url = 'HTTP://FACTORY.EXAMPLE.COM/Q/1';
    expect(readScannedText(codeBook, url, 'qrcode').importedHashes).toEqual([hash(url)]);
  });

  test('a comma in a QR belongs to the text', () => {
    expect(readScannedText(codeBook, 'LOT,77', 'qrcode').importedHashes).toEqual([hash('LOT,77')]);
  });

  test('the hash is a uuid and differs under another master key', () => {
    const other = createCodeBook({ masterKey: randomBytes(32), keyVersions: [1], ownHosts });
    expect(hash('x')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(other.hashImportedText('x')).not.toBe(hash('x'));
  });
});

test('S18: a hostile scanned text never throws and never becomes more than three look-ups', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string({ maxLength: 60 }).map((tail) => `https://points.example.cn/C/${tail}`),
    fc.string({ maxLength: 60 }).map((tail) => `points.example.cn/01/${tail}/21/%E0%A4%A`),
    fc.stringMatching(/^[0-9A-Z]{10,22}$/),
    fc.constantFrom('\0', '//', 'http://', 'https://[', '%', ',', 'EAN_13,', '\ud800', 'C/C/C/'),
  );
  const scanType = fc.constantFrom('qrcode', 'barcode', 'typed', undefined);
  fc.assert(
    fc.property(hostile, scanType, (text, type) => {
      const read = readScannedText(codeBook, text, type);
      expect(read.importedHashes.length).toBeLessThanOrEqual(3);
      expect(read.own).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});
