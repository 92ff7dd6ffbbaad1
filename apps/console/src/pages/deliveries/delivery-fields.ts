import type { BodyOf, DeliveryPurpose } from '@mashang/contract';
import { parseWholeNumber } from '../../shared/format.ts';
import { readSpan } from '../batches/read-span.ts';
import type { SpanError } from '../batches/read-span.ts';
import { newFormatFields, readFormat } from './format-fields.ts';
import type { FormatError, FormatFields } from './format-fields.ts';

export type NewDelivery = BodyOf<'POST /api/hq/batches/:batchId/deliveries'>;

/** What the form of a new delivery holds, as it is typed. */
export interface DeliveryFields {
  purpose: DeliveryPurpose;
  recipient: string;
  first: string;
  last: string;
  format: FormatFields;
  isProtected: boolean;
  hasLink: boolean;
  days: number;
  downloads: string;
  /** Empty: as many as fit its size. */
  marks: string;
  note: string;
}

export interface ReadDelivery {
  body: NewDelivery | null;
  errors: {
    recipient?: 'required';
    span?: SpanError;
    downloads?: 'downloadsError';
    marks?: 'marksError';
    format?: FormatError;
  };
}

export const expiryDays = [1, 3, 7, 14, 30, 90] as const;
export const downloadsLimit = 100;
const marksLimit = 1_000;
const dayMs = 24 * 60 * 60 * 1000;

/** The moment so many days from now. */
export function expiryAfter(days: number): string {
  return new Date(Date.now() + days * dayMs).toISOString();
}

/** What most deliveries are: a protected text file behind a link, for a week. */
export function newDeliveryFields(first = '', last = ''): DeliveryFields {
  return {
    purpose: 'print',
    recipient: '',
    first,
    last,
    format: newFormatFields(),
    isProtected: true,
    hasLink: true,
    days: 7,
    downloads: '3',
    marks: '',
    note: '',
  };
}

/** Reads the form; a body comes only when nothing is wrong. */
export function readDelivery(fields: DeliveryFields, serials: number): ReadDelivery {
  const errors: ReadDelivery['errors'] = {};
  const recipient = fields.recipient.trim();
  if (recipient === '') errors.recipient = 'required';
  const { span, error } = readSpan(fields, serials);
  if (error !== null) errors.span = error;
  const downloadsMax = parseWholeNumber(fields.downloads);
  if (downloadsMax === null || downloadsMax < 1 || downloadsMax > downloadsLimit) {
    errors.downloads = 'downloadsError';
  }
  const markCount = fields.marks.trim() === '' ? undefined : parseWholeNumber(fields.marks);
  if (markCount === null || (markCount ?? 0) > marksLimit) errors.marks = 'marksError';
  const { format, error: formatError } = readFormat(fields.format);
  if (formatError !== null) errors.format = formatError;
  if (Object.keys(errors).length > 0 || !span || !format) return { body: null, errors };
  const note = fields.note.trim();
  return {
    errors,
    body: {
      ...span,
      purpose: fields.purpose,
      recipient,
      format,
      isProtected: fields.isProtected,
      hasLink: fields.isProtected && fields.hasLink,
      expiresAt: expiryAfter(fields.days),
      downloadsMax: downloadsMax ?? 1,
      ...(markCount == null ? {} : { markCount }),
      ...(note === '' ? {} : { note }),
    },
  };
}
