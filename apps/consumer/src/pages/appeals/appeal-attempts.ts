import type { BodyOf } from '@mashang/contract';
import { ApiError } from '../../shared/api.ts';
import { newAttemptId } from '../../shared/attempts.ts';
import { recall, remember } from '../../shared/storage.ts';

export type NewAppeal = BodyOf<'POST /api/me/appeals'>;

const storageKey = 'appeal:unanswered';

/** Who wrote it: on a borrowed computer the next one must not send it. */
interface Kept {
  owner: string;
  appeal: NewAppeal;
}

/**
 * An appeal about to be sent, kept in this tab until it is answered. The whole request is kept and not
 * only its id: asking again with another note would be told the outcome of the first.
 *
 * @param owner something that tells members apart, e.g. the masked number
 */
export function beginAppeal(wish: Omit<NewAppeal, 'attemptId'>, owner: string): NewAppeal {
  const unanswered = unansweredAppeal(owner);
  if (unanswered) return unanswered;
  const appeal = { attemptId: newAttemptId(), ...wish };
  remember(storageKey, JSON.stringify({ owner, appeal } satisfies Kept));
  return appeal;
}

/** The appeal that was sent and never answered: connection lost, page reloaded. */
export function unansweredAppeal(owner: string): NewAppeal | undefined {
  try {
    const kept = JSON.parse(recall(storageKey) ?? 'null') as Kept | null;
    return kept?.owner === owner && typeof kept.appeal.attemptId === 'string'
      ? kept.appeal
      : undefined;
  } catch {
    return undefined;
  }
}

/** It was answered, or given up: the next one is a new one. */
export function finishAppeal(): void {
  remember(storageKey, null);
}

/**
 * Whether a failure is an answer, or leaves open what became of the request. A lost session, a full
 * server and somebody else's error page are none.
 */
export function isAnswer(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status < 400 || error.status >= 500) return false;
  const open: ApiError['code'][] = [
    'not_signed_in',
    'password_needed',
    'too_many_requests',
    'unreadable',
  ];
  return !open.includes(error.code);
}
