import { createHash } from 'node:crypto';
import { cityOf } from '@mashang/contract/region-tree';
import type { Tx } from '../../platform/database.ts';
import type { AddJob } from '../../platform/jobs.ts';
import { describeMembers } from '../members/index.ts';
import { notify } from '../notices/index.ts';
import { adjustPoints } from '../points/index.ts';
import type { AppealRow } from './appeal-row.ts';
import { memberNotFound } from './errors.ts';
import { moveAppeal, noProposal } from './move-appeal.ts';

interface Answer {
  answer: string;
  reason: string;
  points: number;
  answeredBy: number;
  approvedBy: number | null;
  answerAttemptId: string | null;
  now: Date;
}

/**
 * Answers an appeal for good: the points go to the ledger and the member is told, all in the caller's
 * transaction, which holds the appeal's lock.
 *
 * @throws Refusal member_not_found
 */
export async function grantAndTell(
  tx: Tx,
  addJob: AddJob,
  appeal: AppealRow,
  given: Answer,
): Promise<void> {
  const { appealId, memberId } = appeal;
  const { points, now, answer, ...by } = given;
  await moveAppeal(tx, appealId, {
    ...{ ...noProposal, ...by, answer },
    state: 'answered',
    grantedPoints: points,
    answeredAt: now,
  });
  const balanceAfter = points === 0 ? undefined : await givePoints(tx, appeal, given);
  await notify(tx, addJob, {
    memberId,
    subject: `appeal:${appealId}:answered`,
    kind: points === 0 ? 'appealAnswered' : 'appealGranted',
    details: { appealId, answer, ...(balanceAfter === undefined ? {} : { points, balanceAfter }) },
    createdAt: now,
  });
}

async function givePoints(
  tx: Tx,
  appeal: AppealRow,
  { points, answeredBy, approvedBy, now }: Answer,
): Promise<number> {
  const { appealId, memberId } = appeal;
  const member = (await describeMembers(tx, [memberId])).get(memberId);
  if (!member) throw memberNotFound();
  const result = await adjustPoints(
    tx,
    {
      memberId,
      points,
      attemptId: grantAttemptId(appeal),
      reason: `申诉 #${appealId} 补给`,
      staffId: approvedBy ?? answeredBy,
      regionCode: member.regionCode === null ? null : cityOf(member.regionCode),
      memberKind: member.kind,
    },
    now,
  );
  if (result.outcome !== 'adjusted') {
    throw new Error(`the points of appeal ${appealId} came to nothing: ${result.outcome}`);
  }
  return result.balanceAfter;
}

/**
 * One appeal is one movement in the ledger, whoever clicks how often: its attempt follows from the
 * appeal's own, which no clerk knows. A UUID of version 8 (RFC 9562 §5.8).
 */
function grantAttemptId({ appealId, attemptId }: AppealRow): string {
  const hash = createHash('sha256').update(`appeal:${appealId}:${attemptId}`).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5');
}
