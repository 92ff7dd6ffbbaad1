import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database.ts';
import { numberArray } from '../../platform/number-array.ts';
import type { CodeIdSpan } from '../codes/index.ts';

/** Whether any code of these spans is claimed: one probe of the index each, however long they are. */
export async function hasClaimsBetween(tx: Tx, spans: CodeIdSpan[]): Promise<boolean> {
  if (spans.length === 0) return false;
  const { rows } = await sql<{ isClaimed: boolean }>`
    select exists (
      select from ${spanRows(spans)} cross join lateral (
        select from claim where code_id between span.first and span.last limit 1
      ) claimed
    ) as is_claimed`.execute(tx);
  return rows[0]?.isClaimed ?? false;
}

/** How many codes of each span are claimed, in their order: about a second for ten million claims. */
export async function countClaimsBetween(db: Db, spans: CodeIdSpan[]): Promise<number[]> {
  if (spans.length === 0) return [];
  const { rows } = await sql<{ claims: number }>`
    select (
      select count(*) from claim where code_id between span.first and span.last
    ) as claims
    from ${spanRows(spans)} order by position`.execute(db);
  return rows.map((row) => row.claims);
}

function spanRows(spans: CodeIdSpan[]) {
  return sql`unnest(
    ${numberArray(spans.map((span) => span.firstCodeId))}::bigint[],
    ${numberArray(spans.map((span) => span.lastCodeId))}::bigint[]
  ) with ordinality as span (first, last, position)`;
}
