import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import type { RejectionReason } from '@mashang/contract';
import { copyHash, hashBytes } from './keyed-hash.ts';
import { rejectionReasons } from './import-rejection.ts';
import type { Rejection } from './import-rejection.ts';
import { recordBytes, sortRecords } from './sort-records.ts';

/** By the first byte of the hash. */
export const bucketCount = 256;

const rejectionBucket = bucketCount;
const rejectionBytes = 6;
const recordsPerSegment = 3_072;
/** A bucket is read into memory whole: beyond this, what a segment repeats is left out of it. */
const crowdedRecords = 1_000_000;
const headerBytes = 8;

/**
 * The hashes of a file, sorted into 256 buckets by their first byte: segments of one bucket each, one
 * behind the other in one file, so that a checkpoint is one length and one sync. Whatever stands
 * behind the last checkpoint is cut off. Blocking calls: it is meant for a thread of its own.
 */
export interface Spool {
  add(hashes: Buffer, lineNumbers: readonly number[]): void;
  reject(rejections: readonly Rejection[]): void;
  /** Writes down what is in memory, and returns the length of the file once it is on the disk. */
  sync(): number;
  close(): void;
}

/** @param fromByte where the last checkpoint was; 0 begins anew */
export function openSpool(filePath: string, fromByte: number): Spool {
  const file = openSync(filePath, fromByte === 0 ? 'w+' : 'r+', 0o600);
  if (fromByte > 0) ftruncateSync(file, fromByte);
  let length = fromByte;
  const segments = Array.from({ length: bucketCount + 1 }, (_, bucket) => ({
    bytes: Buffer.allocUnsafe(headerBytes + recordsPerSegment * recordBytes),
    bucket,
    end: headerBytes,
    recordsWritten: 0,
  }));
  const rejected = segments[rejectionBucket]!;

  function flush(segment: OpenSegment): void {
    if (segment !== rejected && segment.recordsWritten > crowdedRecords) {
      const repeatedLines = leaveOutRepeats(segment);
      reject(repeatedLines.map((lineNumber) => ({ lineNumber, reason: 'duplicateInFile' })));
    }
    if (segment.end === headerBytes) return;
    segment.bytes.writeUInt32LE(segment.bucket, 0);
    segment.bytes.writeUInt32LE(segment.end - headerBytes, 4);
    writeFully(file, segment.bytes.subarray(0, segment.end), length);
    segment.recordsWritten += (segment.end - headerBytes) / recordBytes;
    length += segment.end;
    segment.end = headerBytes;
  }

  function reject(rejections: readonly Rejection[]): void {
    for (const { lineNumber, reason } of rejections) {
      if (rejected.end + rejectionBytes > rejected.bytes.length) flush(rejected);
      rejected.bytes.writeUIntLE(lineNumber, rejected.end, 5);
      rejected.bytes[rejected.end + 5] = rejectionReasons.indexOf(reason);
      rejected.end += rejectionBytes;
    }
  }

  return {
    add(hashes, lineNumbers) {
      for (let index = 0; index < lineNumbers.length; index++) {
        const from = index * hashBytes;
        const segment = segments[hashes[from]!]!;
        if (segment.end + recordBytes > segment.bytes.length) flush(segment);
        const { bytes, end } = segment;
        copyHash(hashes, from, bytes, end);
        bytes.writeUIntLE(lineNumbers[index]!, end + hashBytes, 5);
        segment.end = end + recordBytes;
      }
    },
    reject,
    sync() {
      for (const segment of segments) flush(segment);
      fdatasyncSync(file);
      return length;
    },
    close: () => closeSync(file),
  };
}

interface OpenSegment {
  bytes: Buffer;
  bucket: number;
  end: number;
  recordsWritten: number;
}

/** A file may hold one code a billion times. Returns the lines that were left out. */
function leaveOutRepeats(segment: OpenSegment): number[] {
  const records = segment.bytes.subarray(headerBytes, segment.end);
  const { count, hashes, lineNumbers, repeatedLines } = sortRecords(Buffer.from(records));
  if (repeatedLines.length === 0) return [];
  for (let index = 0; index < count; index++) {
    const at = index * recordBytes;
    copyHash(hashes, index * hashBytes, records, at);
    records.writeUIntLE(lineNumbers[index]!, at + hashBytes, 5);
  }
  segment.end = headerBytes + count * recordBytes;
  return repeatedLines;
}

export interface SpoolReader {
  /** Bytes the records of a bucket take. */
  bucketBytes(bucket: number): number;
  /** The records of a bucket in the order of the file. */
  readBucket(bucket: number): Buffer;
  /** The lines refused while reading, a few thousand at a time. */
  readRejections(): Generator<Rejection[], void, undefined>;
  close(): void;
}

/** @param length what `sync` returned at the last checkpoint */
export function readSpool(filePath: string, length: number): SpoolReader {
  const file = openSync(filePath, 'r');
  const segments = findSegments(file, length);
  const bucketBytes = (bucket: number) =>
    (segments[bucket] ?? []).reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    bucketBytes,
    readBucket(bucket) {
      const records = Buffer.allocUnsafe(bucketBytes(bucket));
      let at = 0;
      for (const { start, bytes } of segments[bucket] ?? []) {
        at += readSync(file, records, at, bytes, start);
      }
      if (at !== records.length) throw new Error('the spool of an import is cut short');
      return records;
    },
    *readRejections() {
      for (const { start, bytes } of segments[rejectionBucket] ?? []) {
        const records = Buffer.allocUnsafe(bytes);
        readSync(file, records, 0, bytes, start);
        yield parseRejections(records);
      }
    },
    close: () => closeSync(file),
  };
}

interface Segment {
  start: number;
  bytes: number;
}

function findSegments(file: number, length: number): Segment[][] {
  if (fstatSync(file).size < length) throw new Error('the spool of an import is cut short');
  const segments: Segment[][] = Array.from({ length: bucketCount + 1 }, () => []);
  const header = Buffer.alloc(headerBytes);
  for (let at = 0; at < length;) {
    readSync(file, header, 0, headerBytes, at);
    const bytes = header.readUInt32LE(4);
    segments[header.readUInt32LE(0)]!.push({ start: at + headerBytes, bytes });
    at += headerBytes + bytes;
  }
  return segments;
}

function parseRejections(records: Buffer): Rejection[] {
  const rejections: Rejection[] = [];
  for (let at = 0; at < records.length; at += rejectionBytes) {
    const reason = rejectionReasons[records[at + 5]!] as RejectionReason;
    rejections.push({ lineNumber: records.readUIntLE(at, 5), reason });
  }
  return rejections;
}

/** A disk that is nearly full takes a part first and refuses the rest. */
function writeFully(file: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written, bytes.length - written, position + written);
  }
}
