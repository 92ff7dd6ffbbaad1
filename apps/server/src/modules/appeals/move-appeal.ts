import type { Updateable } from 'kysely';
import { sql } from 'kysely';
import { changedMeanwhile } from '../../platform/errors.ts';
import type { Tx } from '../../platform/database.ts';
import type { Appeal } from '../../platform/schema.ts';
import type { AppealRow } from './appeal-row.ts';
import { appealStateConflict } from './errors.ts';

/** Throws changed_meanwhile for an old page, appeal_state_conflict for what cannot be done now. */
export function requireStanding(
  appeal: AppealRow,
  expected: { version: number; state: AppealRow['state'] },
): void {
  if (appeal.version !== expected.version) throw changedMeanwhile();
  if (appeal.state !== expected.state) throw appealStateConflict(appeal.state);
}

/** Writes what has become of an appeal; the caller holds its lock. */
export async function moveAppeal(
  tx: Tx,
  appealId: number,
  change: Updateable<Appeal> & { state: AppealRow['state'] },
): Promise<void> {
  await tx
    .updateTable('appeal')
    .set({ ...change, version: sql<number>`version + 1` })
    .where('appealId', '=', appealId)
    .execute();
}

/** No proposal any more. */
export const noProposal = { proposedPoints: null, proposedBy: null, proposedAt: null } as const;
