import type { Tx } from '../../platform/database.ts';
import { lockAppeal } from './appeal-row.ts';
import { giveBackDay } from './clerk-day.ts';
import { appealStateConflict } from './errors.ts';
import { moveAppeal, noProposal } from './move-appeal.ts';
import { recordEvent } from './record-event.ts';

/**
 * A member takes an appeal back that is not answered yet, also while a proposal waits of which they
 * know nothing. Taking it back again changes nothing.
 *
 * @throws Refusal appeal_not_found, appeal_state_conflict
 */
export async function withdrawAppeal(
  tx: Tx,
  { appealId, memberId, now }: { appealId: number; memberId: number; now: Date },
): Promise<void> {
  const appeal = await lockAppeal(tx, { appealId, memberId });
  if (appeal.state === 'withdrawn') return;
  if (appeal.state === 'answered') throw appealStateConflict(appeal.state);
  await giveBackDay(tx, appeal);
  const nothing = { ...noProposal, answer: null, reason: null };
  await moveAppeal(tx, appealId, { ...nothing, state: 'withdrawn' });
  await recordEvent(tx, { appealId, step: 'withdrawn', staffId: null, text: '', now });
}
