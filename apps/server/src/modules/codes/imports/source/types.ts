import type { RejectionReason } from '@mashang/contract';

/** A few thousand rows of a file, in its order. */
export interface RowChunk {
  /**
   * The lines of `texts`, counted from 1 as a text editor shows them (rows, in a workbook). A row
   * that goes over several lines has the number of its first.
   */
  lineNumbers: number[];
  /** The column of the code, trimmed, not empty, at most 512 characters; parallel to the above. */
  texts: string[];
  /** Lines that hold no code that could be taken. Lines without any content are in neither list. */
  rejections: RowRejection[];
  /**
   * Lines from the beginning of the file to the end of this chunk, with heading and blank ones:
   * `fromLine: linesRead + 1` goes on behind it.
   */
  linesRead: number;
  /** Bytes of the file as it is stored that have been read so far, for progress. */
  bytesDone: number;
}

export interface RowRejection {
  lineNumber: number;
  reason: Extract<RejectionReason, 'empty' | 'tooLong' | 'notText'>;
}

export interface ReadRowsOptions {
  /** The first line to hand out; 1 by default. */
  fromLine?: number;
  signal?: AbortSignal;
}

/** A longer text cannot be a code; most labels carry less than a hundred characters. */
export const codeCharactersMax = 512;

/** The file as a whole cannot be read; the message says why, for the clerk. */
export class ImportFileError extends Error {
  override name = 'ImportFileError';
}
