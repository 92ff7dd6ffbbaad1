import type { BodyOf } from '@mashang/contract';
import { cleanLine } from '../../platform/clean-text.ts';
import type { Tx } from '../../platform/database.ts';
import { codeColumn } from './appeal-row.ts';
import { alreadyAppealed, appealEmpty, appealLimitReached, pictureNotFound } from './errors.ts';
import { countOpened, lockMember } from './lock-member.ts';
import { recordEvent } from './record-event.ts';

/** What a text is: a code of ours, whatever its state. */
export interface NamedCode {
  codeId: bigint;
  /** Null: a blank code. */
  productId: number | null;
}

export interface NewAppeal extends Omit<BodyOf<'POST /api/me/appeals'>, 'text'> {
  memberId: number;
  /** Null: no text, or no code of ours. */
  code: NamedCode | null;
  hasText: boolean;
  appealsPerDayMax: number;
  now: Date;
}

/**
 * A member says that a refusal is wrong, or that something is a fake; frozen ones may too. Returns the
 * appeal's id; of an attempt that was made before, the first one's.
 *
 * @throws Refusal bad_request, appeal_limit_reached, appeal_state_conflict (the same code waits
 * already), picture_not_found
 */
export async function openAppeal(tx: Tx, appeal: NewAppeal): Promise<number> {
  const { memberId, appealsPerDayMax: limit, code, now } = appeal;
  const note = cleanLine(appeal.note);
  const opened = await lockMember(tx, memberId, now);
  const before = await findAttempt(tx, appeal);
  if (before !== undefined) return before;
  if (note === '' && !appeal.hasText && appeal.pictureIds.length === 0) throw appealEmpty();
  if (opened >= limit) throw appealLimitReached(limit);
  if (code) await refuseSecond(tx, memberId, code.codeId);
  const appealId = await insertAppeal(tx, { ...appeal, note });
  await takePictures(tx, appealId, appeal);
  await countOpened(tx, memberId);
  await recordEvent(tx, { appealId, step: 'opened', staffId: null, text: note, now });
  return appealId;
}

async function findAttempt(
  tx: Tx,
  { memberId, attemptId }: Pick<NewAppeal, 'memberId' | 'attemptId'>,
): Promise<number | undefined> {
  const row = await tx
    .selectFrom('appeal')
    .select('appealId')
    .where('memberId', '=', memberId)
    .where('attemptId', '=', attemptId)
    .executeTakeFirst();
  return row?.appealId;
}

/** One code of one member is looked at once at a time. */
async function refuseSecond(tx: Tx, memberId: number, codeId: bigint): Promise<void> {
  const waiting = await tx
    .selectFrom('appeal')
    .select('appealId')
    .where('memberId', '=', memberId)
    .where('codeId', '=', codeColumn(codeId))
    .where('state', 'in', ['open', 'waitingApproval'])
    .executeTakeFirst();
  if (waiting) throw alreadyAppealed(waiting.appealId);
}

async function insertAppeal(tx: Tx, appeal: NewAppeal): Promise<number> {
  const { memberId, attemptId, kind, note, code, now } = appeal;
  const { appealId } = await tx
    .insertInto('appeal')
    .values({
      ...{ memberId, attemptId, kind, note },
      state: 'open',
      codeId: code && codeColumn(code.codeId),
      productId: code?.productId ?? null,
      createdAt: now,
    })
    .returning('appealId')
    .executeTakeFirstOrThrow();
  return appealId;
}

/** Only the member's own, and only ones no appeal has. */
async function takePictures(
  tx: Tx,
  appealId: number,
  { memberId, pictureIds }: Pick<NewAppeal, 'memberId' | 'pictureIds'>,
): Promise<void> {
  for (const [position, pictureId] of pictureIds.entries()) {
    const taken = await tx
      .updateTable('appealPicture')
      .set({ appealId, position })
      .where('pictureId', '=', pictureId)
      .where('memberId', '=', memberId)
      .where('appealId', 'is', null)
      .returning('pictureId')
      .executeTakeFirst();
    if (!taken) throw pictureNotFound();
  }
}
