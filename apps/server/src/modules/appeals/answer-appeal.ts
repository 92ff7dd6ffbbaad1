import type { BodyOf } from '@mashang/contract';
import { cleanLine } from '../../platform/clean-text.ts';
import type { Tx } from '../../platform/database.ts';
import type { AddJob } from '../../platform/jobs.ts';
import { lockAppeal, type AppealRow } from './appeal-row.ts';
import type { AppealSettings } from './appeal-settings.ts';
import { giveBackDay, takeFromDay } from './clerk-day.ts';
import { grantAboveMax, secondApproverNeeded, wordsMissing } from './errors.ts';
import { grantAndTell } from './grant-and-tell.ts';
import { moveAppeal, noProposal, requireStanding } from './move-appeal.ts';
import { recordEvent } from './record-event.ts';

/** Who of head office does something with which appeal, by which rules. */
interface DeskMove {
  appealId: number;
  version: number;
  staffId: number;
  settings: AppealSettings;
  now: Date;
}

/**
 * Answers an appeal, with points when they are due: at once, or — above the threshold — when a second
 * colleague agrees. The same attempt again does nothing.
 *
 * @throws Refusal appeal_not_found, changed_meanwhile, appeal_state_conflict, bad_request,
 * grant_too_large
 */
export async function answerAppeal(
  tx: Tx,
  addJob: AddJob,
  given: DeskMove & BodyOf<'POST /api/hq/appeals/:appealId/answer'>,
): Promise<void> {
  const { appealId, points, attemptId, staffId, settings, now } = given;
  const appeal = await lockAppeal(tx, { appealId });
  if (appeal.answerAttemptId === attemptId) return;
  requireStanding(appeal, { version: given.version, state: 'open' });
  const answer = cleanLine(given.answer);
  const reason = cleanLine(given.reason);
  if (answer === '') throw wordsMissing('答复');
  if (points > 0 && reason === '') throw wordsMissing('补给积分的原因');
  if (points > settings.pointsMax) throw grantAboveMax(settings.pointsMax);
  const { clerkPointsPerDayMax } = settings;
  if (points > 0) await takeFromDay(tx, { staffId, now, clerkPointsPerDayMax }, points);
  const words = { answer, reason, answerAttemptId: attemptId };
  const text = points > 0 ? `+${points} ${answer}` : answer;
  const step = { appealId, staffId, text, now };
  if (points > settings.approvalAbovePoints) {
    const proposal = { proposedPoints: points, proposedBy: staffId, proposedAt: now };
    await moveAppeal(tx, appealId, { ...words, ...proposal, state: 'waitingApproval' });
    await recordEvent(tx, { ...step, step: 'proposed' });
    return;
  }
  const by = { answeredBy: staffId, approvedBy: null, points, now };
  await recordEvent(tx, { ...step, step: 'answered' });
  await grantAndTell(tx, addJob, appeal, { ...words, ...by });
}

/**
 * Gives the points a colleague proposed. Approving again what one approved does nothing.
 *
 * @throws Refusal appeal_not_found, changed_meanwhile, appeal_state_conflict, second_approver_needed,
 * grant_too_large when the settings allow fewer points by now
 */
export async function approveGrant(tx: Tx, addJob: AddJob, move: DeskMove): Promise<void> {
  const { appealId, staffId, version, settings, now } = move;
  const appeal = await lockAppeal(tx, { appealId });
  const isMine = appeal.approvedBy === staffId && appeal.version === version + 1;
  if (isMine) return;
  requireStanding(appeal, { version, state: 'waitingApproval' });
  const { proposedPoints: points, proposedBy } = requireProposal(appeal);
  if (proposedBy === staffId) throw secondApproverNeeded();
  if (points > settings.pointsMax) throw grantAboveMax(settings.pointsMax);
  const { answerAttemptId, answer, reason } = appeal;
  await recordEvent(tx, { appealId, step: 'approved', staffId, text: `+${points}`, now });
  await grantAndTell(tx, addJob, appeal, {
    ...{ points, now, answerAttemptId, answer: answer ?? '', reason: reason ?? '' },
    ...{ answeredBy: proposedBy, approvedBy: staffId },
  });
}

/**
 * Sends a proposal back to the queue: its points may be given to somebody else again.
 *
 * @throws Refusal appeal_not_found, changed_meanwhile, appeal_state_conflict, bad_request
 */
export async function declineGrant(
  tx: Tx,
  move: Omit<DeskMove, 'settings'> & { reason: string },
): Promise<void> {
  const { appealId, staffId, version, now } = move;
  const appeal = await lockAppeal(tx, { appealId });
  requireStanding(appeal, { version, state: 'waitingApproval' });
  const text = cleanLine(move.reason);
  if (text === '') throw wordsMissing('退回的原因');
  await giveBackDay(tx, appeal);
  const nothing = { ...noProposal, answer: null, reason: null, answerAttemptId: null };
  await moveAppeal(tx, appealId, { ...nothing, state: 'open' });
  await recordEvent(tx, { appealId, step: 'declined', staffId, text, now });
}

function requireProposal({ proposedPoints, proposedBy }: AppealRow) {
  if (proposedPoints === null || proposedBy === null) throw new Error('a proposal without points');
  return { proposedPoints, proposedBy };
}
