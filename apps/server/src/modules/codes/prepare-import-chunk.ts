import { setImmediate } from 'node:timers/promises';
import type { RejectionReason } from '@mashang/contract';
import type { CodeBook } from './code-book.ts';
import { isHeading, readFirstColumn } from './read-first-column.ts';
import type { FileLine } from './read-line-chunks.ts';
import { findOwnCandidates } from './read-scanned-text.ts';
import type { OwnCandidate } from './read-scanned-text.ts';

export interface Rejection {
  lineNumber: number;
  reason: RejectionReason;
}

/** A foreign code without its text. */
export interface HashedLine {
  lineNumber: number;
  hash: string;
  /** Own codes it would be taken for, if such exist. */
  own: OwnCandidate[];
}

export interface PreparedChunk {
  /** In the order of the hashes, every hash once. */
  codes: HashedLine[];
  rejections: Rejection[];
}

/** Hashing a slice holds the thread for a few milliseconds; claims must not wait longer. */
const sliceLines = 500;

/**
 * Turns lines into keyed hashes in ascending order: rows that arrive in the order of the index cost
 * a third of rows that arrive anyhow, and two imports at once cannot block each other in a circle.
 */
export async function prepareImportChunk(
  codeBook: CodeBook,
  lines: FileLine[],
): Promise<PreparedChunk> {
  const codes: HashedLine[] = [];
  const rejections: Rejection[] = [];
  for (let start = 0; start < lines.length; start += sliceLines) {
    if (start > 0) await setImmediate();
    for (const line of lines.slice(start, start + sliceLines)) {
      const read = readLine(codeBook, line);
      if (read === null) continue;
      if ('reason' in read) rejections.push(read);
      else codes.push(read);
    }
  }
  codes.sort(byHashThenLine);
  return { codes: rejectRepeats(codes, rejections), rejections };
}

/** Null for lines that say nothing: blank ones and the headings. */
function readLine(
  codeBook: CodeBook,
  { lineNumber, bytes }: FileLine,
): HashedLine | Rejection | null {
  if (bytes === null) return { lineNumber, reason: 'tooLong' };
  const isFirstLine = lineNumber === 1;
  if (isFirstLine && isHeading(bytes)) return null;
  const column = readFirstColumn(bytes, isFirstLine);
  if (column.kind === 'blank') return null;
  if (column.kind === 'notText') return { lineNumber, reason: 'notText' };
  return {
    lineNumber,
    hash: codeBook.hashImportedText(column.text),
    own: findOwnCandidates(codeBook, column.text),
  };
}

/** The first line of equal ones stays. */
function rejectRepeats(sorted: HashedLine[], rejections: Rejection[]): HashedLine[] {
  return sorted.filter(({ hash, lineNumber }, index) => {
    if (hash !== sorted[index - 1]?.hash) return true;
    rejections.push({ lineNumber, reason: 'duplicateInFile' });
    return false;
  });
}

function byHashThenLine(a: HashedLine, b: HashedLine): number {
  if (a.hash !== b.hash) return a.hash < b.hash ? -1 : 1;
  return a.lineNumber - b.lineNumber;
}
