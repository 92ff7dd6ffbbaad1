import type { BodyOf } from '@mashang/contract';
import { ApiError } from '../../shared/api.ts';
import type { FailureCode } from '../../shared/api.ts';
import { newAttemptId } from '../../shared/attempts.ts';
import { recall, remember } from '../../shared/storage.ts';

export type Redemption = BodyOf<'POST /api/me/redemptions'>;

/** Refusals after which it is certain that nothing was redeemed by this attempt. */
const answers: FailureCode[] = [
  'bad_request',
  'gift_changed',
  'gift_not_found',
  'gift_not_on_sale',
  'gift_sold_out',
  'gift_limit_reached',
  'points_short',
  'address_not_found',
  'member_frozen',
];

/**
 * A redemption about to be sent, kept in this tab until it is answered. The whole request is kept and
 * not only its id: asking again with another quantity would be told the outcome of the first.
 */
export function beginRedemption(wish: Omit<Redemption, 'attemptId'>): Redemption {
  const unanswered = unansweredRedemption(wish.giftId);
  if (unanswered) return unanswered;
  const redemption = { attemptId: newAttemptId(), ...wish };
  remember(storageKey(wish.giftId), JSON.stringify(redemption));
  return redemption;
}

/** The redemption of this gift that was sent and never answered: connection lost, page reloaded. */
export function unansweredRedemption(giftId: number): Redemption | undefined {
  try {
    const kept = JSON.parse(recall(storageKey(giftId)) ?? 'null') as Redemption | null;
    return kept?.giftId === giftId && typeof kept.attemptId === 'string' ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** It was answered: the next one is a new one. */
export function finishRedemption(giftId: number): void {
  remember(storageKey(giftId), null);
}

/** Whether a failure is an answer, or leaves open what became of the request. */
export function isAnswer(error: unknown): boolean {
  return error instanceof ApiError && error.status > 0 && answers.includes(error.code);
}

function storageKey(giftId: number): string {
  return `redeem:${giftId}`;
}
