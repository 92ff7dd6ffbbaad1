import type { Tx } from '../../platform/database.ts';
import { beijingDay } from '../../platform/clock.ts';

const dayMs = 24 * 60 * 60 * 1000;
const expiredAllowanceDays = 90;

/**
 * Takes away counts of openids, networks and devices of past days and allowances long expired. Rows
 * of members stay, they know the first code ever; so do the blacklist and alarms, as a record.
 */
export async function purgeGuards(tx: Tx, now: Date): Promise<void> {
  await tx
    .deleteFrom('guardSubject')
    // A day of grace: a clock set back must not forget who has to wait.
    .where('day', '<', beijingDay(new Date(now.getTime() - dayMs)))
    .where((row) => row.or([row('lockedUntil', 'is', null), row('lockedUntil', '<=', now)]))
    .execute();
  await tx
    .deleteFrom('guardAllowance')
    .where('expiresAt', '<', new Date(now.getTime() - expiredAllowanceDays * dayMs))
    .execute();
}
