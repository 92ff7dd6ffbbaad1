import { sql } from 'kysely';
import { beijingDay } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';

/** Codes a member had claimed by the end of the Beijing day of a moment, and on that day. */
export async function countClaimsOfMember(
  db: Db,
  memberId: number,
  at: Date,
): Promise<{ ever: number; onDay: number }> {
  const day = beijingDay(at);
  const { rows } = await sql<{ ever: number; onDay: number }>`
    select coalesce(sum(claims), 0)::bigint as ever,
      coalesce(sum(claims) filter (where day = ${day}::date), 0)::bigint as on_day
    from (
      select day, claims from member_rollup where member_id = ${memberId}
      union all
      select (hour at time zone 'Asia/Shanghai')::date, claims from claim_rollup_delta
      where member_id = ${memberId}
    ) every where day <= ${day}::date`.execute(db);
  return rows[0] ?? { ever: 0, onDay: 0 };
}
