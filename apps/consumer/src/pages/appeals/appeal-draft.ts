import type { AppealKind } from '@mashang/contract';
import { recall, remember } from '../../shared/storage.ts';
import type { TextKey } from '../../shared/texts.ts';
import type { AppealStart } from './appeal-link.ts';

export const noteLengthMax = 500;
export const photosMax = 3;

const storageKey = 'appeal:draft';

/** What a member has written so far, without the photos. */
export interface AppealDraft {
  kind: AppealKind | undefined;
  text: string;
  note: string;
}

/** Keeps it in this tab: taking a photo may kill the page, and the session may end over it. */
export function keepDraft(draft: AppealDraft, owner: string): void {
  remember(storageKey, JSON.stringify({ owner, draft }));
}

export function dropDraft(): void {
  remember(storageKey, null);
}

/** What the form starts with: the draft, if it is this member's and about the same scan. */
export function startDraft(start: AppealStart, owner: string): AppealDraft {
  const fresh = { kind: start.kind, text: start.text, note: '' };
  try {
    const kept = JSON.parse(recall(storageKey) ?? 'null') as {
      owner: string;
      draft: AppealDraft;
    } | null;
    if (!kept || kept.owner !== owner || typeof kept.draft.note !== 'string') return fresh;
    const isSame = !start.text || kept.draft.text === start.text;
    return isSame ? { ...kept.draft, kind: start.kind ?? kept.draft.kind } : fresh;
  } catch {
    return fresh;
  }
}

/** What is missing before it can be sent, place by place. */
export function missingIn(
  { kind, text, note }: AppealDraft,
  photoCount: number,
): { kind?: TextKey; note?: TextKey } {
  const hasNote = note.trim() !== '';
  return {
    ...(!kind && { kind: 'appealKindMissing' as const }),
    ...(kind === 'other' && !hasNote && { note: 'appealNoteMissing' as const }),
    ...(kind !== 'other' &&
      !hasNote &&
      text.trim() === '' &&
      photoCount === 0 && { note: 'appealNothing' as const }),
  };
}
