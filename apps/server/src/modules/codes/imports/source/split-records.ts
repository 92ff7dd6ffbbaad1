/** What is told of each row of a text, in its order. */
export interface RecordVisitor {
  /** A row with its line; `field` is the wanted column, null when the row does not reach it. */
  row(lineNumber: number, field: string | null, record: string): void;
  /** Lines that are no row: quotes that do not pair, or a code that goes over several lines. */
  broken(lineNumber: number): void;
}

const quoteCode = 0x22;
const lineFeedCode = 0x0a;
/** A quoted field that has not ended by then never will: a stray quote must not eat the file. */
const quotedCharactersMax = 64 * 1024;
/** Of longer lines the rest is not looked at, so that memory does not grow with a line. */
const lineCharactersMax = 1024 * 1024;

/**
 * Splits text that comes in pieces into the rows of a CSV file (RFC 4180, any delimiter or none),
 * at LF, CR and CRLF alike. Quotes count only where a field begins with one.
 */
export function createRecordSplitter(
  delimiter: string | null,
  column: number,
  visitor: RecordVisitor,
) {
  let rest = '';
  let hasLongLine = false;
  let lines = 0;

  function splitRecords(text: string, isLast: boolean): number {
    let start = 0;
    let nextQuote = text.indexOf('"');
    const fieldOf = createPlainFields(text, delimiter, column);
    while (start < text.length) {
      let end = text.indexOf('\n', start);
      if (end === -1 && !isLast) break;
      if (end === -1) end = text.length;
      if (nextQuote !== -1 && nextQuote < start) nextQuote = text.indexOf('"', start);
      if (nextQuote === -1 || nextQuote >= end) {
        visitor.row(++lines, fieldOf(start, end), text.slice(start, end));
      } else {
        const record = walkRecord(text, start, delimiter, column);
        const isUnfinished =
          record === 'unfinished' || (record !== 'broken' && !isLast && record.end === text.length);
        if (isUnfinished && !isLast && text.length - start <= quotedCharactersMax) break;
        if (typeof record === 'string' || isUnfinished) visitor.broken(++lines);
        else {
          end = record.end;
          takeQuoted(text.slice(start, end), record.field);
        }
      }
      start = end + 1;
    }
    return Math.min(start, text.length);
  }

  function takeQuoted(record: string, field: string | null): void {
    const first = lines + 1;
    lines += lineCount(record);
    // No code goes over several lines; two stray quotes do, and every line between is named.
    if (field?.trim().includes('\n') !== true) visitor.row(first, field, record);
    else for (let line = first; line <= lines; line++) visitor.broken(line);
  }

  return {
    /** Lines handed over so far, blank ones too. */
    lines: () => lines,
    add(piece: string, isLast: boolean): void {
      let text = piece;
      if (hasLongLine) {
        const end = text.search(/[\r\n]/);
        if (end === -1 && !isLast) return;
        text = end === -1 ? '' : text.slice(end);
        hasLongLine = false;
      }
      text = rest + text;
      // Half a line end is left for the next piece.
      const heldBack = !isLast && text.endsWith('\r') ? '\r' : '';
      if (heldBack !== '') text = text.slice(0, -1);
      if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
      rest = text.slice(splitRecords(text, isLast)) + heldBack;
      if (rest.length <= lineCharactersMax || heldBack !== '') return;
      rest = rest.slice(0, lineCharactersMax);
      hasLongLine = true;
    },
  };
}

/** All fields of one row. */
export function fieldsOf(record: string, delimiter: string | null, fieldsMax: number): string[] {
  if (typeof walkRecord(record, 0, delimiter, -1) === 'string') return [record];
  const delimiterCode = delimiter?.charCodeAt(0);
  const fields: string[] = [];
  for (let start = 0; fields.length < fieldsMax;) {
    const end = endOfField(record, start, delimiterCode);
    fields.push(fieldText(record, start, end));
    if (end >= record.length || record.charCodeAt(end) === lineFeedCode) break;
    start = end + 1;
  }
  return fields;
}

/**
 * The wanted field of rows without quotes, asked for in their order. The next delimiter is searched
 * by the engine and remembered: reading a long text character by character costs ten times as much.
 */
function createPlainFields(text: string, delimiter: string | null, column: number) {
  let nextDelimiter = delimiter === null ? -1 : text.indexOf(delimiter);

  function fieldEnd(start: number, end: number): number {
    if (delimiter !== null && nextDelimiter !== -1 && nextDelimiter < start) {
      nextDelimiter = text.indexOf(delimiter, start);
    }
    return nextDelimiter === -1 || nextDelimiter >= end ? end : nextDelimiter;
  }

  return (start: number, end: number): string | null => {
    let fieldStart = start;
    for (let index = 0; index < column; index++) {
      fieldStart = fieldEnd(fieldStart, end) + 1;
      if (fieldStart > end) return null;
    }
    return text.slice(fieldStart, fieldEnd(fieldStart, end));
  };
}

function walkRecord(
  text: string,
  start: number,
  delimiter: string | null,
  column: number,
): { end: number; field: string | null } | 'unfinished' | 'broken' {
  const delimiterCode = delimiter?.charCodeAt(0);
  let field: string | null = null;
  let at = start;
  for (let index = 0; ; index++) {
    const fieldStart = at;
    at = endOfField(text, fieldStart, delimiterCode);
    if (at === -1) return 'unfinished';
    if (index === column) field = fieldText(text, fieldStart, at);
    if (at >= text.length || text.charCodeAt(at) === lineFeedCode) return { end: at, field };
    if (text.charCodeAt(at) !== delimiterCode) return 'broken';
    at++;
  }
}

/** Behind a field and the blanks that follow its quotes; −1 when those do not end. */
function endOfField(text: string, start: number, delimiterCode: number | undefined): number {
  let at = start;
  if (text.charCodeAt(at) === quoteCode) {
    const close = closingQuote(text, at + 1);
    if (close === -1) return -1;
    at = close + 1;
    while (text[at] === ' ') at++;
    return at;
  }
  while (at < text.length && !isFieldEnd(text.charCodeAt(at), delimiterCode)) at++;
  return at;
}

function fieldText(text: string, start: number, end: number): string {
  if (text.charCodeAt(start) !== quoteCode) return text.slice(start, end);
  return text.slice(start + 1, text.lastIndexOf('"', end - 1)).replaceAll('""', '"');
}

function isFieldEnd(code: number, delimiterCode: number | undefined): boolean {
  return code === delimiterCode || code === lineFeedCode;
}

function closingQuote(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at === -1 || text.charCodeAt(at + 1) !== quoteCode) return at;
  }
}

function lineCount(record: string): number {
  let count = 1;
  for (let at = record.indexOf('\n'); at !== -1; at = record.indexOf('\n', at + 1)) count++;
  return count;
}
