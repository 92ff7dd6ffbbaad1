import type { PointsEntry } from '@mashang/contract';
import type { EntryQuery } from './use-entry-list.ts';

/**
 * Whether a live entry belongs in the list with these filters. `maybe`: its masked mobile fits a
 * whole number, which only the server can tell for certain.
 */
export function matchEntry(entry: PointsEntry, query: EntryQuery): 'yes' | 'no' | 'maybe' {
  const { kind, productId, batchId, mobile, from, to } = query;
  if (kind !== undefined && entry.kind !== kind) return 'no';
  if (productId !== undefined && entry.productId !== productId) return 'no';
  if (batchId !== undefined && entry.batchId !== batchId) return 'no';
  const time = Date.parse(entry.createdAt);
  if (from !== undefined && time < Date.parse(from)) return 'no';
  if (to !== undefined && time >= Date.parse(to)) return 'no';
  return mobile === undefined ? 'yes' : matchMobile(entry.mobileMasked, mobile);
}

/** A mobile number as typed: digits only, without +86; null unless it is whole or four digits. */
export function readMobile(text: string): string | null {
  const digits = text
    .normalize('NFKC')
    .replace(/^\s*(\+|00)86/, '')
    .replace(/[\s-]/g, '');
  return /^(\d{4}|1\d{10})$/.test(digits) ? digits : null;
}

function matchMobile(masked: string, wanted: string): 'yes' | 'no' | 'maybe' {
  const digits = readMobile(wanted);
  if (digits === null || masked.slice(-4) !== digits.slice(-4)) return 'no';
  if (digits.length === 4) return 'yes';
  return masked.slice(0, 3) === digits.slice(0, 3) ? 'maybe' : 'no';
}
