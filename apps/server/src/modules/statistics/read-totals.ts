import { sql } from 'kysely';
import type { LiveTotals } from '@mashang/contract';
import { beijingDay } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';

/** Totals of today (Beijing) and of all time, exact to the last commit. */
export async function readTotals(
  db: Db,
  now: Date,
  countMembers: (db: Db) => Promise<number>,
): Promise<LiveTotals> {
  const today = beijingDay(now);
  const { rows } = await sql<Omit<LiveTotals, 'members'>>`
    with every as (
      select day, claims, points from day_rollup
      union all select (hour at time zone 'Asia/Shanghai')::date, claims, points
      from claim_rollup_delta
    )
    select
      coalesce(sum(claims) filter (where day >= ${today}::date), 0)::bigint as claims_today,
      coalesce(sum(points) filter (where day >= ${today}::date), 0)::bigint as points_today,
      coalesce(sum(claims), 0)::bigint as claims_ever,
      coalesce(sum(points), 0)::bigint as points_ever
    from every`.execute(db);
  const totals = rows[0] ?? { claimsToday: 0, pointsToday: 0, claimsEver: 0, pointsEver: 0 };
  return { ...totals, members: await countMembers(db) };
}
