/**
 * The records of a ZIP archive around its entries' bytes, which are stored and not compressed:
 * codes are random, images are compressed already, and so every length is known before.
 * Sections are those of PKWARE's APPNOTE 6.3.10.
 */
export interface ZipEntryRecord {
  name: string;
  /** Zero while it is not known, and in archives of AE-2, which have an authentication code. */
  crc32: number;
  /** In the archive, with salt and authentication code. */
  storedBytes: number;
  /** Of the file itself. */
  fileBytes: number;
  /** Lengths of eight bytes: from `zip64From` on, and while a length is not known. */
  isZip64: boolean;
  /** The CRC follows the bytes, as it was not known before them. */
  hasDescriptor: boolean;
  isEncrypted: boolean;
}

const maximum16 = 0xffff;
const maximum32 = 0xffff_ffff;

/** The first length that needs ZIP64. */
export const zip64From = maximum32;

/** §4.4.4: bit 0 encrypted, bit 3 descriptor, bit 11 names in UTF-8. */
const flagBits = { encrypted: 1, descriptor: 8, utf8: 0x800 };

/** §4.4.5; 99 is the marker of AE-x, whose extra field holds the method. */
const methods = { stored: 0, encrypted: 99 };

/** §4.4.3, in tenths: ZIP64 is of 4.5, AES of 5.1. */
const versions = { plain: 20, zip64: 45, encrypted: 51 };

/** Midnight of 1980-01-01, the first moment of the format: a file made anew is the same file. */
const dosDate = 0x21;

/** §4.3.7 */
export function localHeader(record: ZipEntryRecord): Buffer {
  const name = Buffer.from(record.name);
  const { isZip64, hasDescriptor } = record;
  const extra = Buffer.concat([
    isZip64 ? zip64Extra(hasDescriptor ? [0, 0] : [record.fileBytes, record.storedBytes]) : empty,
    record.isEncrypted ? aesExtra() : empty,
  ]);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header.subarray(4), record);
  if (hasDescriptor) header.fill(0, 14, 26);
  if (isZip64) header.fill(0xff, 18, 26);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra]);
}

/** §4.3.9; empty when the header said it all. */
export function dataDescriptor(record: ZipEntryRecord): Buffer {
  if (!record.hasDescriptor) return empty;
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x08074b50, 0);
  head.writeUInt32LE(record.crc32, 4);
  return Buffer.concat([
    head,
    record.isZip64
      ? numbers64([record.storedBytes, record.fileBytes])
      : numbers32([record.storedBytes, record.fileBytes]),
  ]);
}

/** §4.3.12 */
export function centralHeader(record: ZipEntryRecord, localOffset: number): Buffer {
  const name = Buffer.from(record.name);
  const large = [
    ...(record.isZip64 ? [record.fileBytes, record.storedBytes] : []),
    ...(localOffset >= maximum32 ? [localOffset] : []),
  ];
  const extra = Buffer.concat([
    large.length > 0 ? zip64Extra(large) : empty,
    record.isEncrypted ? aesExtra() : empty,
  ]);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(versionOf(record, localOffset), 4);
  writeCommon(header.subarray(6), record, localOffset);
  if (record.isZip64) header.fill(0xff, 20, 28);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(Math.min(localOffset, maximum32), 42);
  return Buffer.concat([header, name, extra]);
}

/** §4.3.14 to §4.3.16, the first two only when a number has no room in the last. */
export function endOfCentralDirectory(directory: {
  entries: number;
  offset: number;
  bytes: number;
}): Buffer {
  const { entries, offset, bytes } = directory;
  const isZip64 = entries >= maximum16 || offset >= maximum32 || bytes >= maximum32;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entries, maximum16), 8);
  end.writeUInt16LE(Math.min(entries, maximum16), 10);
  end.writeUInt32LE(Math.min(bytes, maximum32), 12);
  end.writeUInt32LE(Math.min(offset, maximum32), 16);
  if (!isZip64) return end;
  const end64 = Buffer.alloc(24);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(versions.zip64, 12);
  end64.writeUInt16LE(versions.zip64, 14);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + bytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, numbers64([entries, entries, bytes, offset]), locator, end]);
}

/** The fields that both headers have in a row, from the version on. */
function writeCommon(header: Buffer, record: ZipEntryRecord, localOffset = 0): void {
  const { isEncrypted, hasDescriptor } = record;
  const flags =
    flagBits.utf8 |
    (isEncrypted ? flagBits.encrypted : 0) |
    (hasDescriptor ? flagBits.descriptor : 0);
  header.writeUInt16LE(versionOf(record, localOffset), 0);
  header.writeUInt16LE(flags, 2);
  header.writeUInt16LE(isEncrypted ? methods.encrypted : methods.stored, 4);
  header.writeUInt16LE(dosDate, 8);
  header.writeUInt32LE(record.crc32, 10);
  header.writeUInt32LE(Math.min(record.storedBytes, maximum32), 14);
  header.writeUInt32LE(Math.min(record.fileBytes, maximum32), 18);
}

function versionOf(record: ZipEntryRecord, localOffset: number): number {
  if (record.isEncrypted) return versions.encrypted;
  return record.isZip64 || localOffset >= maximum32 ? versions.zip64 : versions.plain;
}

/** §4.5.3 */
function zip64Extra(values: number[]): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(0x0001, 0);
  head.writeUInt16LE(8 * values.length, 2);
  return Buffer.concat([head, numbers64(values)]);
}

/** WinZip's AE-x, https://www.winzip.com/en/support/aes-encryption/: AE-2, 256 bits, stored. */
function aesExtra(): Buffer {
  const extra = Buffer.alloc(11);
  extra.writeUInt16LE(0x9901, 0);
  extra.writeUInt16LE(7, 2);
  extra.writeUInt16LE(2, 4);
  extra.write('AE', 6, 'latin1');
  extra.writeUInt8(3, 8);
  extra.writeUInt16LE(methods.stored, 9);
  return extra;
}

function numbers32(values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32LE(value, 4 * index));
  return bytes;
}

function numbers64(values: number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, index) => bytes.writeBigUInt64LE(BigInt(value), 8 * index));
  return bytes;
}

const empty = Buffer.alloc(0);
