import { crc32 } from 'node:zlib';
import { centralHeader, endOfCentralDirectory, localHeader } from '../zip-records.ts';
import type { ZipEntryRecord } from '../zip-records.ts';

export interface ZipEntry {
  /** ASCII, without folders, at most 18 characters. */
  name: string;
  bytes: Uint8Array;
}

/** Beyond 65,535 entries a ZIP needs ZIP64, on which the tools of many printers choke. */
export const zipEntriesMax = 65_000;

/** Of an entry in the table of contents: 46, and the name. */
const contentsBytesMax = 64;

/**
 * The entries as a ZIP, stored: pictures are small, PNG is compressed already. Only the table of
 * contents is kept until the end, in one piece of memory: small buffers of Node share theirs, and
 * each would hold eight kilobytes.
 *
 * @throws {RangeError} when there are too many entries
 */
export async function* storedZip(
  entries: AsyncIterable<ZipEntry>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const contents = Buffer.alloc(zipEntriesMax * contentsBytesMax);
  let contentsBytes = 0;
  let count = 0;
  let offset = 0;
  for await (const { name, bytes } of entries) {
    if (count++ === zipEntriesMax) throw new RangeError('too many entries for a ZIP');
    const record = recordOf(name, bytes, crc32(bytes));
    contentsBytes += centralHeader(record, offset).copy(contents, contentsBytes);
    const entry = Buffer.concat([localHeader(record), bytes]);
    offset += entry.length;
    yield entry;
  }
  yield contents.subarray(0, contentsBytes);
  yield endOfCentralDirectory({ entries: count, offset, bytes: contentsBytes });
}

function recordOf(name: string, { length }: Uint8Array, crc: number): ZipEntryRecord {
  return {
    name,
    crc32: crc,
    storedBytes: length,
    fileBytes: length,
    isZip64: false,
    hasDescriptor: false,
    isEncrypted: false,
  };
}
