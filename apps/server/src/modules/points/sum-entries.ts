import { sql } from 'kysely';
import type { ReplyOf } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import { readWithin } from '../../platform/read-within.ts';
import { allOf, conditionsOf, type EntryFilter } from './entry-filter.ts';

export type EntryTotals = ReplyOf<'GET /api/hq/points-entries/totals'>;

const timeoutMsDefault = 5_000;

/** Adds up the entries a filter lets through; when that takes too long, says so instead. */
export async function sumEntries(
  db: Db,
  filter: EntryFilter,
  timeoutMs = timeoutMsDefault,
): Promise<EntryTotals> {
  const totals = await readWithin(db, timeoutMs, async (tx) => {
    const { rows } = await sql<Omit<EntryTotals, 'isComplete'>>`
      select count(*) as entries, count(distinct member_id) as members,
        coalesce(sum(points) filter (where points > 0), 0)::bigint as points_in,
        coalesce(sum(points) filter (where points < 0), 0)::bigint as points_out
      from points_entry where ${allOf(conditionsOf(filter))}`.execute(tx);
    return rows[0];
  });
  return totals
    ? { isComplete: true, ...totals }
    : { isComplete: false, entries: 0, members: 0, pointsIn: 0, pointsOut: 0 };
}
