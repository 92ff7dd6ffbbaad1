import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openPrintFile } from './open-print-file.ts';
import { aSource, aTable, bytesOf } from './print-source.test-support.ts';
import type { PrintFile } from './print-types.ts';
import { protectFile } from './protect-file.ts';
import { openWithSevenZip } from './seven-zip.test-support.ts';
import { centralHeader, endOfCentralDirectory, localHeader } from './zip-records.ts';

const password = 'K7QMXR4F9D0TBW5CZH2N';

async function expectAnyPart(file: PrintFile, whole: Buffer) {
  const place = fc.nat({ max: whole.length - 1 });
  await fc.assert(
    fc.asyncProperty(place, place, async (one, other) => {
      const [first, last] = [Math.min(one, other), Math.max(one, other)];
      const part = await bytesOf(file, first, last);
      expect(part.equals(whole.subarray(first, last + 1))).toBe(true);
    }),
    { numRuns: 5 },
  );
}

describe('S18: a print file split every N lines', () => {
  test('adds up to the file that is not, each part with its heading, opened by 7-Zip', async () => {
    // Parts of more than 256 KiB are sent with their CRC behind them, the last one before.
    const source = aSource({
      firstSerial: 10,
      lastSerial: 55_009,
      marks: [{ serial: 70_000, standsFor: 25_000 }],
    });
    const format = aTable({ kind: 'csv', columns: ['url', 'serial'], hasHeader: true });
    const file = openPrintFile(source, { ...format, splitEvery: 25_000 });
    const archive = await bytesOf(file);
    expect(file.totalBytes).toBe(archive.length);
    const parts = await openWithSevenZip(archive);
    expect([...parts!.keys()].sort()).toEqual([
      '1-序号10-25009.csv',
      '2-序号25010-50009.csv',
      '3-序号50010-55009.csv',
    ]);
    const heading = '\ufeff网址,序号\n';
    const texts = [...parts!.keys()].sort().map((name) => parts!.get(name)!.toString());
    expect(texts.every((text) => text.startsWith(heading))).toBe(true);
    const whole = (await bytesOf(openPrintFile(source, format))).toString();
    expect(heading + texts.map((text) => text.slice(heading.length)).join('')).toBe(whole);
    await expectAnyPart(file, archive);
  });
});

describe('B7: a protected print file', () => {
  const source = aSource({ lastSerial: 9_999 });

  test('opens with its password in 7-Zip, a program of others, and with no other', async () => {
    const file = openPrintFile(source, aTable());
    const archive = protectFile(file, password);
    const bytes = await bytesOf(archive);
    expect(archive.totalBytes).toBe(bytes.length);
    expect(archive.fileName).toBe('鲜味酱油 500ml-批次7-序号0-9999-加密.zip');
    const opened = await openWithSevenZip(bytes, password);
    expect([...opened!.keys()]).toEqual([file.fileName]);
    expect(opened!.get(file.fileName)!.equals(await bytesOf(file))).toBe(true);
    expect(await openWithSevenZip(bytes, 'K7QMXR4F9D0TBW5CZH2M')).toBeNull();
    expect(await openWithSevenZip(bytes)).toBeNull();
  });

  test('is refused when one bit of it was changed', async () => {
    const bytes = await bytesOf(protectFile(openPrintFile(source, aTable()), password));
    bytes[bytes.length >> 1]! ^= 1;
    expect(await openWithSevenZip(bytes, password)).toBeNull();
  });

  test('is the same bytes each time and can be begun anywhere; never two under one salt', async () => {
    const format = aTable({ columns: ['code', 'groups'] });
    const file = protectFile(openPrintFile(source, format), password);
    const whole = await bytesOf(file);
    await expectAnyPart(file, whole);
    const others = [
      protectFile(openPrintFile(source, aTable({ columns: ['groups', 'code'] })), password),
      protectFile(openPrintFile(source, format), `${password}X`),
    ];
    for (const other of others) {
      const nameBytes = whole.readUInt16LE(26) + whole.readUInt16LE(28);
      const saltAt = 30 + nameBytes;
      const salt = (await bytesOf(other)).subarray(saltAt, saltAt + 16);
      expect(salt.equals(whole.subarray(saltAt, saltAt + 16))).toBe(false);
      expect(other.etag).not.toBe(file.etag);
    }
  });

  test('opens too when nobody knew its length, in pieces of any size', async () => {
    const text = Buffer.from('码'.repeat(100_001));
    const anySizes = fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 5 });
    await fc.assert(
      fc.asyncProperty(anySizes, async (sizes) => {
        const file: PrintFile = {
          fileName: '标签.pdf',
          mediaType: 'application/pdf',
          totalBytes: null,
          isSeekable: false,
          etag: '"e"',
          async *read() {
            let at = 0;
            for (const size of sizes) yield text.subarray(at, (at += size));
            yield text.subarray(at);
          },
        };
        const archive = protectFile(file, password);
        expect([archive.totalBytes, archive.isSeekable]).toEqual([null, false]);
        const opened = await openWithSevenZip(await bytesOf(archive), password);
        expect(opened!.get('标签.pdf')!.equals(text)).toBe(true);
      }),
      { numRuns: 4 },
    );
  });
});

test('S18: an archive of more than 4 GiB, or of 65,535 files, has the wide numbers of ZIP64', () => {
  const bytes = 5 * 2 ** 30;
  const record = {
    ...{ name: 'a', crc32: 7, storedBytes: bytes + 28, fileBytes: bytes, isZip64: true },
    ...{ hasDescriptor: false, isEncrypted: true },
  };
  const local = localHeader(record);
  expect(local.readUInt16LE(31)).toBe(1);
  expect(local.readBigUInt64LE(35)).toBe(BigInt(bytes));
  expect(local.readBigUInt64LE(43)).toBe(BigInt(bytes + 28));
  const central = centralHeader(record, 6 * 2 ** 30);
  expect(central.readUInt16LE(49)).toBe(24);
  expect(central.readBigUInt64LE(67)).toBe(BigInt(6 * 2 ** 30));
  const small = { entries: 65_534, offset: 1_000, bytes: 10 };
  expect(endOfCentralDirectory(small)).toHaveLength(22);
  expect(endOfCentralDirectory({ ...small, entries: 65_535 })).toHaveLength(98);
  expect(endOfCentralDirectory({ ...small, offset: 2 ** 32 })).toHaveLength(98);
});

test('S18: a split file is as long as was said, whatever its parts are called and hold', async () => {
  for (const columns of [['serial'], ['product', 'code']] as const) {
    const source = aSource({ firstSerial: 8_500, lastSerial: 112_345 });
    for (const splitEvery of [1_000, 33_333]) {
      const file = openPrintFile(
        source,
        aTable({ kind: 'csv', columns: [...columns], splitEvery }),
      );
      expect(await bytesOf(file)).toHaveLength(file.totalBytes!);
    }
  }
});
