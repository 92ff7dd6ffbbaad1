import { sql } from 'kysely';
import { beijingDay } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { AppealRow } from './appeal-row.ts';
import { grantAboveDay } from './errors.ts';

interface ClerkDay {
  staffId: number;
  now: Date;
  clerkPointsPerDayMax: number;
}

/**
 * Takes points from what a clerk may give in a Beijing day; of fifty clicks at once none goes beyond
 * it.
 *
 * @throws Refusal grant_too_large
 */
export async function takeFromDay(tx: Tx, day: ClerkDay, points: number): Promise<void> {
  const { staffId, now, clerkPointsPerDayMax: max } = day;
  const { rows } = await sql`
    insert into appeal_grant_day (staff_id, day, points)
    select ${staffId}, ${beijingDay(now)}::date, ${points}::bigint
    where ${points}::bigint <= ${max}::bigint
    on conflict (staff_id, day) do update set points = appeal_grant_day.points + excluded.points
      where appeal_grant_day.points + excluded.points <= ${max}::bigint
    returning points`.execute(tx);
  if (rows.length === 0) throw grantAboveDay(await readLeftOfDay(tx, day));
}

/** Gives back what a proposal took, on the day it took it. */
export async function giveBackDay(
  tx: Tx,
  { proposedBy, proposedAt, proposedPoints }: AppealRow,
): Promise<void> {
  if (proposedBy === null || proposedAt === null) return;
  await sql`
    update appeal_grant_day set points = points - ${proposedPoints}::bigint
    where staff_id = ${proposedBy} and day = ${beijingDay(proposedAt)}::date`.execute(tx);
}

/** Points this clerk may still give today. */
export async function readLeftOfDay(
  db: Db,
  { staffId, now, clerkPointsPerDayMax }: ClerkDay,
): Promise<number> {
  const row = await db
    .selectFrom('appealGrantDay')
    .select('points')
    .where('staffId', '=', staffId)
    .where('day', '=', beijingDay(now))
    .executeTakeFirst();
  return Math.max(0, clerkPointsPerDayMax - (row?.points ?? 0));
}
