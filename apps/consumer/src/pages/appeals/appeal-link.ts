import type { AppealKind } from '@mashang/contract';
import type { LocationQuery } from 'vue-router';

/**
 * Longest scanned text that travels in the address of the form. It goes through signing in there
 * (see safe-path.ts); no code of ours comes near it.
 */
const textLengthMax = 400;

export const appealKinds = [
  'alreadyClaimed',
  'refused',
  'fake',
  'other',
] as const satisfies readonly AppealKind[];

/** What an appeal starts with: from the scan it is about, or from nothing. */
export interface AppealStart {
  kind: AppealKind | undefined;
  /** What was scanned or typed; empty when nothing was. */
  text: string;
}

/** Where to appeal about what was scanned. Survives signing in, reloading and "back". */
export function appealLink({ kind, text }: { kind: AppealKind; text: string }) {
  const fits = encodeURIComponent(text).length <= textLengthMax;
  return { path: '/appeals/new', query: { kind, ...(text && fits && { text }) } };
}

/** What the address of the form says; anybody may have written it. */
export function readAppealStart(query: LocationQuery): AppealStart {
  const { kind, text } = query;
  return {
    kind: appealKinds.find((known) => known === kind),
    text: typeof text === 'string' ? text.slice(0, textLengthMax) : '',
  };
}
