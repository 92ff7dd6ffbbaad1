import type { Tx } from '../../../platform/database.ts';
import { alreadyLifted, blacklistEntryNotFound } from '../errors.ts';
import { requireReason } from './require-text.ts';

/** The entry stays in the list. Throws bad_request, blacklist_entry_not_found, changed_meanwhile. */
export async function liftBlacklistEntry(
  tx: Tx,
  lifting: { blacklistEntryId: number; reason: string; staffId: number; now: Date },
): Promise<void> {
  const { blacklistEntryId, staffId, now } = lifting;
  const liftReason = requireReason(lifting.reason);
  const lifted = await tx
    .updateTable('blacklist')
    .set({ liftedAt: now, liftedBy: staffId, liftReason })
    .where('blacklistEntryId', '=', blacklistEntryId)
    .where('liftedAt', 'is', null)
    .returning('blacklistEntryId')
    .executeTakeFirst();
  if (lifted) return;
  const known = await tx
    .selectFrom('blacklist')
    .select('blacklistEntryId')
    .where('blacklistEntryId', '=', blacklistEntryId)
    .executeTakeFirst();
  throw known ? alreadyLifted() : blacklistEntryNotFound();
}
