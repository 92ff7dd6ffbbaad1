import { onViolation } from '../../../platform/database.ts';
import type { Tx } from '../../../platform/database.ts';
import { alarmAlreadySettled, alarmIsOpen, alarmNotFound, alarmRaisedAnew } from '../errors.ts';
import { requireNote } from './require-text.ts';

/** Of two who settle at once one wins. Throws bad_request, alarm_not_found, changed_meanwhile. */
export async function settleAlarm(
  tx: Tx,
  settling: { alarmId: number; note: string; staffId: number; now: Date },
): Promise<void> {
  const { alarmId, staffId, now } = settling;
  const note = requireNote(settling.note);
  const settled = await tx
    .updateTable('alarm')
    .set({ settledAt: now, settledBy: staffId, note })
    .where('alarmId', '=', alarmId)
    .where('settledAt', 'is', null)
    .returning('alarmId')
    .executeTakeFirst();
  if (!settled) throw (await isKnown(tx, alarmId)) ? alarmAlreadySettled() : alarmNotFound();
}

/**
 * Undoes settling, unless it happened again meanwhile: then the newer alarm is the one to look at.
 * Throws alarm_not_found, changed_meanwhile.
 */
export async function reopenAlarm(tx: Tx, { alarmId }: { alarmId: number }): Promise<void> {
  const reopened = await tx
    .updateTable('alarm')
    .set({ settledAt: null, settledBy: null, note: null })
    .where('alarmId', '=', alarmId)
    .where('settledAt', 'is not', null)
    .returning('alarmId')
    .executeTakeFirst()
    .catch(onViolation('alarm__open', alarmRaisedAnew));
  if (!reopened) throw (await isKnown(tx, alarmId)) ? alarmIsOpen() : alarmNotFound();
}

async function isKnown(tx: Tx, alarmId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('alarm')
    .select('alarmId')
    .where('alarmId', '=', alarmId)
    .executeTakeFirst();
  return row !== undefined;
}
