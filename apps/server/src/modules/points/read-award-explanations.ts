import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { numberArray } from '../../platform/number-array.ts';
import type { AwardExplanation } from './explanation.ts';

/**
 * Why codes paid what they paid, by the number of the code; one statement however many. An entry is
 * found by its moment and member: it was written in the transaction of its claim, with the same time.
 */
export async function readAwardExplanations(
  db: Db,
  paid: readonly { memberId: number; codeId: bigint; claimedAt: Date }[],
): Promise<Map<bigint, AwardExplanation>> {
  const { rows } = await sql<{ codeText: string; explanation: AwardExplanation }>`
    select paid.code_id::text as code_text, entry.explanation
    from unnest(
      ${numberArray(paid.map(({ memberId }) => memberId))}::bigint[],
      ${numberArray(paid.map(({ codeId }) => codeId))}::bigint[],
      ${paid.map(({ claimedAt }) => claimedAt.toISOString())}::timestamptz[]
    ) as paid (member_id, code_id, claimed_at)
    cross join lateral (
      select explanation from points_entry
      where created_at = paid.claimed_at and member_id = paid.member_id
        and source_kind = 'claim' and source_id = paid.code_id
      limit 1
    ) entry`.execute(db);
  return new Map(rows.map(({ codeText, explanation }) => [BigInt(codeText), explanation]));
}
