import { open, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inspectImportFile } from './preview-import.ts';
import { sourceTexts } from './source-texts.ts';
import { mappingOf, readAll, testFile, zipOf } from './test-files.test-support.ts';
import { workbookOf } from './workbook/test-workbook.test-support.ts';

const csv = 'code\nCODE-0001\nCODE-0002\n';

test('S11: gzip and zip are read like the file in them, whatever the upload is called', async () => {
  for (const packed of [gzipSync(csv), await zipOf({ 'codes.csv': csv })]) {
    const filePath = await testFile(packed);
    const { mapping } = await inspectImportFile(filePath);
    expect(mapping).toMatchObject({ hasHeader: true, encoding: 'utf-8', delimiter: 'none' });
    const { texts, bytesDone } = await readAll(filePath, mapping);
    expect(texts).toEqual(['CODE-0001', 'CODE-0002']);
    expect(bytesDone.at(-1)).toBeGreaterThan(0);
  }
});

test('S11: a workbook in gzip or zip is unpacked beside the upload and goes again', async () => {
  const workbook = await workbookOf([
    { name: '码', rows: '<row r="1"><c r="A1"><v>12345678</v></c></row>' },
  ]);
  for (const packed of [gzipSync(workbook), await zipOf({ 'codes.xlsx': workbook })]) {
    const filePath = await testFile(packed);
    const { source, mapping } = await inspectImportFile(filePath);
    expect(source.kind).toBe('xlsx');
    expect((await readAll(filePath, mapping)).texts).toEqual(['12345678']);
    expect(await readdir(path.dirname(filePath))).toEqual(['upload']);
  }
});

test('S11: of several files in an archive the clerk chooses; what systems add is not offered', async () => {
  const filePath = await testFile(
    await zipOf({
      'a.csv': csv,
      'folder/乙.txt': 'CODE-0003\n',
      '__MACOSX/a.csv': 'x',
      '.DS_Store': 'x',
      'more.zip': 'x',
    }),
  );
  const { source } = await inspectImportFile(filePath);
  expect(source.parts).toEqual(['a.csv', 'folder/乙.txt']);
  const { texts } = await readAll(filePath, mappingOf({ part: 'folder/乙.txt' }));
  expect(texts).toEqual(['CODE-0003']);
  await expect(readAll(filePath, mappingOf({ part: 'more.zip' }))).rejects.toThrow('找不到');
});

test('S11: what cannot be read is refused in words that say what to do', async () => {
  const zip = await zipOf({ 'codes.csv': csv });
  const long = await zipOf({ 'codes.csv': Buffer.from(csv.repeat(1000)) });
  const cases: [content: string | Uint8Array, words: string][] = [
    ['', sourceTexts.empty],
    [gzipSync(''), sourceTexts.empty],
    [Buffer.from('d0cf11e0a1b11ae1', 'hex'), sourceTexts.oldExcel],
    ['Rar!\x1a\x07\x01', sourceTexts.otherArchive('RAR')],
    [Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 251)), sourceTexts.binary],
    [await zipOf({ 'codes.csv': csv }, 'secret'), sourceTexts.encryptedArchive],
    [await zipOf({ 'inner.zip': zip }), sourceTexts.nestedArchive],
    [await zipOf({ 'inner.csv': zip }), sourceTexts.nestedArchive],
    [gzipSync(gzipSync(csv)), sourceTexts.nestedArchive],
    [await zipOf({ '__MACOSX/x': 'x' }), sourceTexts.emptyArchive],
    [await zipOf({ 'a.csv': csv, '../../etc/passwd': 'x' }), sourceTexts.unsafeArchive],
    [await zipOf({ '/root.csv': csv }), sourceTexts.unsafeArchive],
    [zip.subarray(0, -30), sourceTexts.brokenArchive],
    [gzipSync(csv).subarray(0, -9), sourceTexts.brokenArchive],
    [withByte(long, 60), sourceTexts.brokenArchive],
    [await zipOf({ 'content.xml': '<x/>', mimetype: 'ods' }), sourceTexts.otherTable],
  ];
  for (const [content, words] of cases) {
    const inspected = inspectImportFile(await testFile(content));
    await expect(inspected, words).rejects.toMatchObject({
      name: 'ImportFileError',
      message: words,
    });
  }
});

test('S11: a zip bomb is stopped on the way, without unpacking it first', async () => {
  // Each file in a gzip may be small: what counts is all that comes out.
  const small = gzipSync(Buffer.alloc(2 ** 20, 'A'));
  const packed = Buffer.concat(Array.from({ length: 101 }, () => small));
  const filePath = await testFile(packed);
  const { mapping } = await inspectImportFile(filePath);
  await expect(readAll(filePath, mapping)).rejects.toThrow(sourceTexts.bomb);
});

test('S11: a directory larger than any list of files is not taken into memory', async () => {
  const filePath = await testFile(await zipOf({ 'codes.csv': csv }));
  const zip = await readFile(filePath);
  const end = zip.subarray(-22);
  const bytes = 70 * 2 ** 20;
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(zip.length - 22, 16);
  // A hole in a file: nothing of it is written.
  await writeFile(filePath, zip.subarray(0, -22));
  const file = await open(filePath, 'r+');
  await file.write(end, 0, end.length, zip.length - 22 + bytes);
  await file.close();
  await expect(inspectImportFile(filePath)).rejects.toThrow(sourceTexts.crowdedArchive(10_000));
});

function withByte(content: Buffer, at: number): Buffer {
  const changed = Buffer.from(content);
  changed[at]! ^= 0xff;
  return changed;
}
