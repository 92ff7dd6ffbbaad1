import { recall, remember } from './storage.ts';

/**
 * An attempt id makes a repeated request harmless: the server answers a retry with the first answer.
 * These functions decide what counts as a retry.
 */

/** A fresh attempt id (UUID version 4, RFC 9562). Works without HTTPS, where randomUUID is absent. */
export function newAttemptId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * The id for a scan of this text: a new one, or the one of an attempt in this tab that never got its
 * answer (page killed, connection lost), so that its answer is told instead of "already used".
 */
export function attemptFor(text: string): string {
  const unfinished = recall(storageKey(text));
  if (unfinished) return unfinished;
  const attemptId = newAttemptId();
  remember(storageKey(text), attemptId);
  return attemptId;
}

/** The answer was shown: the next scan of this text is a new attempt. */
export function finishAttempt(text: string): void {
  remember(storageKey(text), null);
}

/**
 * The id for a code in the page's address. A reload or "back" repeats the attempt of that visit, a
 * new visit makes a new one; the history entry is what tells them apart.
 */
export function attemptOfVisit(code: string, visit: History = history): string {
  const state = visit.state as VisitState | null;
  if (state?.attempt?.code === code) return state.attempt.attemptId;
  const attemptId = attemptFor(code);
  visit.replaceState({ ...state, attempt: { code, attemptId } }, '');
  return attemptId;
}

/**
 * For a document opened anew: the attempt of the visit before is over. Browsers keep the state of the
 * history entry when the address opened is the one already shown, e.g. a second scan of one bottle.
 */
export function forgetAttemptOfVisit(visit: History = history): void {
  const state = visit.state as VisitState | null;
  if (state?.attempt) visit.replaceState({ ...state, attempt: undefined }, '');
}

interface VisitState {
  attempt?: { code: string; attemptId: string } | undefined;
}

function storageKey(text: string): string {
  return `attempt:${text}`;
}
