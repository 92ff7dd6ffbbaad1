import { sql } from 'kysely';
import { cleanLine } from '../../../platform/clean-text.ts';
import type { Tx } from '../../../platform/database.ts';
import { changedMeanwhile } from '../../../platform/errors.ts';
import { codeNotFound, noteMissing } from './errors.ts';

/**
 * Somebody has looked at the code: it leaves the list until more people or provinces scan it.
 * @throws Refusal code_not_found when it is not listed, changed_meanwhile when it is cleared already
 */
export async function clearSuspiciousCode(
  tx: Tx,
  clearing: { codeId: bigint; staffId: number; note: string; now: Date },
): Promise<void> {
  const { codeId, staffId, now } = clearing;
  const note = cleanLine(clearing.note);
  if (note === '') throw noteMissing();
  const { rows } = await sql<{ isOpen: boolean }>`
    select cleared_at is null as is_open from scanned_code
    where code_id = ${codeId}::bigint and flagged_at is not null for update`.execute(tx);
  const [found] = rows;
  if (!found) throw codeNotFound();
  if (!found.isOpen) throw changedMeanwhile();
  await sql`
    update scanned_code set cleared_at = ${now}, cleared_by = ${staffId}, note = ${note},
      cleared_people = people, cleared_provinces = cardinality(provinces)
    where code_id = ${codeId}::bigint`.execute(tx);
}
