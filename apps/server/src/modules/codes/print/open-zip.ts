import { crc32 } from 'node:zlib';
import type { PrintFile } from './print-types.ts';
import { partOf } from './part-of.ts';
import {
  centralHeader,
  dataDescriptor,
  endOfCentralDirectory,
  localHeader,
  zip64From,
} from './zip-records.ts';
import type { ZipEntryRecord } from './zip-records.ts';

export interface ZipEntry {
  name: string;
  totalBytes: number;
  read: () => AsyncIterable<Uint8Array>;
}

export interface ZipContent {
  fileName: string;
  etag: string;
  entryCount: number;
  /** Entries are made one by one as they are sent. */
  entryAt: (index: number) => ZipEntry;
}

/** Up to here an entry is held so that its CRC stands before it, as the simplest readers want. */
const heldBytesMax = 2 ** 18;

/** An archive that is written while it is sent. Entries are stored: its length is known before. */
export function openZip({ fileName, etag, entryCount, entryAt }: ZipContent): PrintFile {
  const totalBytes = measure(entryCount, entryAt);
  const whole = () => zipBytes(entryCount, entryAt);
  return {
    fileName,
    mediaType: 'application/zip',
    totalBytes,
    // A part is cut out of the whole, made again: slower than a table's, better than all anew.
    isSeekable: true,
    etag,
    read: (first, last) => partOf(whole, first, last),
  };
}

function measure(entryCount: number, entryAt: ZipContent['entryAt']): number {
  let offset = 0;
  let directoryBytes = 0;
  // Nearly all of ten thousand entries have records as long as the one before.
  let shape = '';
  let bytes = { central: 0, around: 0 };
  for (let index = 0; index < entryCount; index++) {
    const entry = entryAt(index);
    const isFar = offset >= zip64From;
    const shapeNow = `${Buffer.byteLength(entry.name)} ${entry.totalBytes} ${isFar}`;
    if (shapeNow !== shape) {
      const record = recordOf(entry);
      const around = localHeader(record).length + dataDescriptor(record).length;
      bytes = { central: centralHeader(record, offset).length, around };
      shape = shapeNow;
    }
    directoryBytes += bytes.central;
    offset += bytes.around + entry.totalBytes;
  }
  const end = endOfCentralDirectory({ entries: entryCount, offset, bytes: directoryBytes });
  return offset + directoryBytes + end.length;
}

async function* zipBytes(
  entryCount: number,
  entryAt: ZipContent['entryAt'],
): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  let offset = 0;
  for (let index = 0; index < entryCount; index++) {
    const record = yield* entryBytes(entryAt(index));
    directory.push(centralHeader(record, offset));
    offset += localHeader(record).length + record.storedBytes + dataDescriptor(record).length;
  }
  const bytes = directory.reduce((sum, header) => sum + header.length, 0);
  yield Buffer.concat([
    ...directory,
    endOfCentralDirectory({ entries: entryCount, offset, bytes }),
  ]);
}

async function* entryBytes(entry: ZipEntry): AsyncGenerator<Uint8Array, ZipEntryRecord> {
  const record = recordOf(entry);
  if (!record.hasDescriptor) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry.read()) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    record.crc32 = crc32(bytes);
    yield localHeader(record);
    yield bytes;
    return record;
  }
  yield localHeader(record);
  for await (const chunk of entry.read()) {
    record.crc32 = crc32(chunk, record.crc32);
    yield chunk;
  }
  yield dataDescriptor(record);
  return record;
}

function recordOf({ name, totalBytes }: ZipEntry): ZipEntryRecord {
  return {
    name,
    crc32: 0,
    storedBytes: totalBytes,
    fileBytes: totalBytes,
    isZip64: totalBytes >= zip64From,
    hasDescriptor: totalBytes > heldBytesMax,
    isEncrypted: false,
  };
}
