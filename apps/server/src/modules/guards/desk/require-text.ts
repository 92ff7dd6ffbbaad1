import { cleanLine } from '../../../platform/clean-text.ts';
import { readMoment } from '../../../platform/read-moment.ts';
import { expiryPast, noteEmpty, reasonEmpty } from '../errors.ts';

/** The reason as it is kept. Throws bad_request when nothing of it can be seen. */
export function requireReason(text: string): string {
  const reason = cleanLine(text);
  if (reason === '') throw reasonEmpty();
  return reason;
}

/** The note as it is kept. Throws bad_request when nothing of it can be seen. */
export function requireNote(text: string): string {
  const note = cleanLine(text);
  if (note === '') throw noteEmpty();
  return note;
}

/** Null: without end. Throws bad_request for a moment that is over. */
export function requireFuture(expiresAt: string | null, now: Date): Date | null {
  if (expiresAt === null) return null;
  const end = readMoment(expiresAt);
  if (end <= now) throw expiryPast();
  return end;
}
