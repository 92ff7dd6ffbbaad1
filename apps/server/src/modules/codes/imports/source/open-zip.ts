import { openAsBlob } from 'node:fs';
import { isUtf8 } from 'node:buffer';
import { BlobReader, ERR_UNSAFE_FILENAME, ZipReader } from '@zip.js/zip.js';
import type { FileEntry } from '@zip.js/zip.js';
import { guardSize } from './guard-size.ts';
import { sourceTexts } from './source-texts.ts';
import { ImportFileError } from './types.ts';

export interface ZipPart {
  /** The path inside the archive; only ever compared and shown, never written to. */
  name: string;
  isEncrypted: boolean;
  packedBytes: number;
  unpackedBytes: number;
  /** Unpacked block by block; `onBytes` hears how many packed ones have been used. */
  read: (onBytes?: (packedBytesDone: number) => void) => AsyncGenerator<Buffer, void, undefined>;
}

const partsMax = 10_000;
/** Of so many files with their names; a directory is read in one piece. */
const directoryBytesMax = 64 * 2 ** 20;

/** The files in a zip archive, by its central directory; folders are left out. */
export async function openZip(filePath: string): Promise<ZipPart[]> {
  // Read where it lies on the disk: nothing but the directory is held in memory.
  const reader = new ZipReader(new BoundedReader(await openAsBlob(filePath)), {
    useWebWorkers: false,
    checkSignature: true,
  });
  const parts: ZipPart[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (!entry.directory) parts.push(partOf(entry));
      if (parts.length > partsMax) throw new ImportFileError(sourceTexts.crowdedArchive(partsMax));
    }
  } catch (error) {
    throw asImportFileError(error);
  }
  return parts;
}

class BoundedReader extends BlobReader {
  override readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    if (length > directoryBytesMax) throw new ImportFileError(sourceTexts.crowdedArchive(partsMax));
    return super.readUint8Array(offset, length);
  }
}

function partOf(entry: FileEntry): ZipPart {
  return {
    name: nameOf(entry),
    isEncrypted: entry.encrypted,
    packedBytes: entry.compressedSize,
    unpackedBytes: entry.uncompressedSize,
    read: (onBytes) => guardSize(unpack(entry, onBytes), entry.compressedSize),
  };
}

/** As a database can keep it and a list can show it. */
export function partName(text: string): string {
  return text.toWellFormed().replace(/\p{Cc}/gu, '\uFFFD');
}

/** Windows in China writes names as GBK and does not say so. */
function nameOf(entry: FileEntry): string {
  const bytes = entry.rawFilename;
  return partName(new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'gb18030').decode(bytes));
}

async function* unpack(
  entry: FileEntry,
  onBytes: ((packedBytesDone: number) => void) | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (entry.encrypted) throw new ImportFileError(sourceTexts.encryptedArchive);
  const stop = new AbortController();
  let fail: (error: unknown) => void = () => undefined;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start: (controller) => {
      fail = (error) => controller.error(error);
    },
  });
  const unpacked = entry.getData(writable, {
    signal: stop.signal,
    onprogress: (packedBytesDone: number) => onBytes?.(packedBytesDone),
  });
  // A failure is heard of by the stream; a look at the head stops it on purpose.
  unpacked.catch(fail);
  try {
    yield* readable;
    await unpacked;
  } catch (error) {
    throw asImportFileError(error);
  } finally {
    stop.abort();
  }
}

function asImportFileError(error: unknown): Error {
  const isOfDisk = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  if (error instanceof ImportFileError || isOfDisk) return error;
  const isUnsafe = error instanceof Error && error.message === ERR_UNSAFE_FILENAME;
  const words = isUnsafe ? sourceTexts.unsafeArchive : sourceTexts.brokenArchive;
  return new ImportFileError(words, { cause: error });
}
