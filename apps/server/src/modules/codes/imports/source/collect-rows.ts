import { codeCharactersMax } from './types.ts';
import type { RowChunk, RowRejection } from './types.ts';

/** No printed code has control characters; U+FFFD stands for bytes that were none of the encoding. */
const unreadable = /[\p{Cc}\uFFFD]/u;

/** Why the column of the code cannot be taken as it stands; null for one that can. */
export function judgeField(field: string): RowRejection['reason'] | null {
  if (field === '') return 'empty';
  if (field.length > codeCharactersMax) return 'tooLong';
  return unreadable.test(field) ? 'notText' : null;
}

/** Gathers rows into chunks; leaves out the heading and what stands before `fromLine`. */
export function createRowCollector({
  hasHeader,
  fromLine,
}: {
  hasHeader: boolean;
  fromLine: number;
}) {
  let isHeader = hasHeader;
  let lineNumbers: number[] = [];
  let texts: string[] = [];
  let rejections: RowRejection[] = [];

  return {
    rows: () => lineNumbers.length + rejections.length,
    /** `field` null: the row has no such column. Rows without any content are skipped. */
    row(lineNumber: number, field: string | null, hasContent: () => boolean): void {
      const text = field?.trim() ?? '';
      if (text === '' && !hasContent()) return;
      if (isHeader) {
        isHeader = false;
        return;
      }
      if (lineNumber < fromLine) return;
      const reason = judgeField(text);
      if (reason === null) {
        lineNumbers.push(lineNumber);
        texts.push(text);
      } else rejections.push({ lineNumber, reason });
    },
    broken(lineNumber: number): void {
      if (lineNumber >= fromLine) rejections.push({ lineNumber, reason: 'notText' });
    },
    take(linesRead: number, bytesDone: number): RowChunk {
      const chunk = { lineNumbers, texts, rejections, linesRead, bytesDone };
      lineNumbers = [];
      texts = [];
      rejections = [];
      return chunk;
    },
  };
}
