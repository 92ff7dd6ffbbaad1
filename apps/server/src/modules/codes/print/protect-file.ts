import { createHmac, randomBytes } from 'node:crypto';
import { partOf } from './part-of.ts';
import type { PrintFile } from './print-types.ts';
import { encryptAe2, overheadBytes, saltBytes } from './winzip-aes.ts';
import {
  centralHeader,
  dataDescriptor,
  endOfCentralDirectory,
  localHeader,
  zip64From,
} from './zip-records.ts';
import type { ZipEntryRecord } from './zip-records.ts';

/**
 * The file alone in a ZIP that opens with a password: AES-256 as WinZip, 7-Zip and Bandizip know it.
 *
 * Written here because @zip.js/zip.js encrypts in JavaScript: a tenth of the speed of node:crypto,
 * measured. The salt follows from password and contents, so that the same file twice is the same
 * bytes and a broken download can go on; other contents or another password have another salt. Where
 * no download can go on, it is drawn anew each time.
 */
export function protectFile(file: PrintFile, password: string): PrintFile {
  const drawn = file.totalBytes === null ? randomBytes(saltBytes).toString('hex') : '';
  const digest = createHmac('sha256', password).update(`ae-2 ${file.etag} ${drawn}`).digest();
  const salt = digest.subarray(0, saltBytes);
  const etag = `"${digest.subarray(saltBytes).toString('base64url')}"`;
  const { totalBytes } = file;
  const whole = () => archiveBytes(file, password, salt);
  return {
    fileName: `${file.fileName.replace(/\.[^.]*$/, '')}-加密.zip`,
    mediaType: 'application/zip',
    totalBytes: totalBytes === null ? null : archiveLength(recordOf(file, totalBytes)),
    isSeekable: totalBytes !== null,
    etag,
    read: (first, last) => partOf(whole, first, last),
  };
}

async function* archiveBytes(
  file: PrintFile,
  password: string,
  salt: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const record = recordOf(file, file.totalBytes);
  yield localHeader(record);
  let storedBytes = 0;
  for await (const chunk of encryptAe2(file.read(), password, salt)) {
    storedBytes += chunk.length;
    yield chunk;
  }
  record.storedBytes = storedBytes;
  record.fileBytes = storedBytes - overheadBytes;
  yield dataDescriptor(record);
  const offset = localHeader(record).length + storedBytes + dataDescriptor(record).length;
  const header = centralHeader(record, 0);
  yield Buffer.concat([
    header,
    endOfCentralDirectory({ entries: 1, offset, bytes: header.length }),
  ]);
}

/** A file whose length nobody knows before may be as long as it likes: its numbers are wide ones. */
function recordOf({ fileName }: PrintFile, totalBytes: number | null): ZipEntryRecord {
  return {
    name: fileName.replace(/[\p{Cc}\\/:*?"<>|]/gu, '_'),
    crc32: 0,
    storedBytes: (totalBytes ?? 0) + overheadBytes,
    fileBytes: totalBytes ?? 0,
    isZip64: totalBytes === null || totalBytes + overheadBytes >= zip64From,
    hasDescriptor: totalBytes === null,
    isEncrypted: true,
  };
}

function archiveLength(record: ZipEntryRecord): number {
  const header = centralHeader(record, 0);
  const offset = localHeader(record).length + record.storedBytes + dataDescriptor(record).length;
  const end = endOfCentralDirectory({ entries: 1, offset, bytes: header.length });
  return offset + header.length + end.length;
}
