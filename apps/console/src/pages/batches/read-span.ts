import { parseWholeNumber } from '../../shared/format.ts';

/** Serials as they stand in two fields; an empty one is the end of the batch. */
export interface SpanFields {
  first: string;
  last: string;
}

/** Serials from one to another, both included. */
export interface Span {
  firstSerial: number;
  lastSerial: number;
}

export type SpanError = 'notNumber' | 'outside' | 'reversed';

/**
 * The serials two fields say, or what will not do.
 * @param serials how many the batch has; they count from 0
 */
export function readSpan(
  fields: SpanFields,
  serials: number,
): { span: Span; error: null } | { span: null; error: SpanError } {
  const firstSerial = readEnd(fields.first, 0);
  const lastSerial = readEnd(fields.last, serials - 1);
  if (firstSerial === null || lastSerial === null) return { span: null, error: 'notNumber' };
  if (firstSerial >= serials || lastSerial >= serials) return { span: null, error: 'outside' };
  if (firstSerial > lastSerial) return { span: null, error: 'reversed' };
  return { span: { firstSerial, lastSerial }, error: null };
}

function readEnd(text: string, whenEmpty: number): number | null {
  return text.trim() === '' ? whenEmpty : parseWholeNumber(text);
}
