import type { AuthenticityCheck } from '@mashang/contract';
import type { Reading } from '../scan/code-text.ts';

/** A check with its answer. */
export interface AnsweredCheck {
  asked: Reading;
  answer: AuthenticityCheck;
}

interface VisitState {
  check?: AnsweredCheck | undefined;
}

/**
 * The answer this visit to the page got. A reload or "back" shows it again: asking once more would
 * count as another scan of the bottle. The history entry is what tells visits apart.
 */
export function checkOfVisit(visit: History = history): AnsweredCheck | undefined {
  return (visit.state as VisitState | null)?.check;
}

/** Keeps the answer with this visit; undefined forgets it. */
export function keepCheckOfVisit(check: AnsweredCheck | undefined, visit: History = history): void {
  const state = visit.state as VisitState | null;
  if (check || state?.check) visit.replaceState({ ...state, check }, '');
}
