import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { MemberKind } from '@mashang/contract';
import type { Tx } from '../../platform/database.ts';
import { numberArray, textArray } from '../../platform/number-array.ts';
import type { AwardExplanation } from './explanation.ts';

/** Points to be given for something that can happen only once. */
export interface Award {
  memberId: number;
  points: number;
  sourceKind: 'claim';
  /** Whatever won the right to these points, e.g. the code; its own key makes it exist once. */
  sourceId: bigint;
  productId: number;
  batchId: number;
  /** City, or province, of the member now; null when not known. */
  regionCode: string | null;
  memberKind: MemberKind;
  explanation: AwardExplanation;
}

export interface AwardedEntry {
  memberId: number;
  sequence: number;
  balanceAfter: number;
}

/**
 * Writes the entries of many awards and moves their accounts, in a fixed number of statements.
 * Several awards of one member get consecutive sequences in the order given.
 *
 * @returns one entry per award, in the order given
 * @throws AssertionError when an account is missing: the caller must have asked for living members
 */
export async function awardPoints(
  tx: Tx,
  awards: readonly Award[],
  createdAt: Date,
): Promise<AwardedEntry[]> {
  if (awards.length === 0) return [];
  for (const { points } of awards) {
    assert(Number.isSafeInteger(points) && points > 0, 'an award is a positive whole number');
  }
  const { rows } = await writeEntries(tx, awards, createdAt);
  assert.equal(rows.length, awards.length, 'every award has its entry');
  const entries = new Array<AwardedEntry>(awards.length);
  for (const { position, memberId, sequence, balanceAfter } of rows) {
    entries[position - 1] = { memberId, sequence, balanceAfter };
  }
  return entries;
}

interface EntryRow extends AwardedEntry {
  position: number;
}

/**
 * Totals come in member order, and accounts are touched so as long as the plan keeps it: batches whose
 * caller does not hold the members already must be ready to run again after a deadlock. The running
 * balance inside a batch is a window sum. The statement runs unchanged on Citus.
 */
function writeEntries(tx: Tx, awards: readonly Award[], createdAt: Date) {
  return sql<EntryRow>`/* often */
    with award as (
      select * from unnest(
        ${numberArray(awards.map((award) => award.memberId))}::bigint[],
        ${numberArray(awards.map((award) => award.points))}::bigint[],
        ${numberArray(awards.map((award) => award.sourceId))}::bigint[],
        ${numberArray(awards.map((award) => award.productId))}::bigint[],
        ${numberArray(awards.map((award) => award.batchId))}::int[],
        ${textArray(awards.map((award) => award.regionCode))}::text[],
        ${textArray(awards.map((award) => award.memberKind))}::text[],
        ${textArray(awards.map((award) => JSON.stringify(award.explanation)))}::jsonb[]
      ) with ordinality as
        given (member_id, points, source_id, product_id, batch_id, region_code,
          member_kind, explanation, position)
    ), total as (
      select member_id, sum(points)::bigint as points, count(*) as entries
      from award group by member_id order by member_id
    ), account as (
      update points_account
      set balance = points_account.balance + total.points,
          earned = points_account.earned + total.points,
          last_sequence = points_account.last_sequence + total.entries
      from total where points_account.member_id = total.member_id
      returning points_account.member_id,
        points_account.balance - total.points as balance_before,
        points_account.last_sequence - total.entries as sequence_before
    )
    , entry as (
      insert into points_entry (member_id, sequence, kind, points, balance_after, source_kind,
        source_id, product_id, batch_id, region_code, member_kind, explanation, created_at)
      select award.member_id,
        account.sequence_before + row_number() over in_order,
        'award', award.points,
        account.balance_before + sum(award.points) over in_order,
        'claim', award.source_id, award.product_id, award.batch_id, award.region_code,
        award.member_kind, award.explanation, ${createdAt}::timestamptz
      from award join account using (member_id)
      window in_order as (partition by award.member_id order by award.position)
      returning member_id, sequence, balance_after, source_id
    )
    select award.position, entry.member_id, entry.sequence, entry.balance_after
    from entry join award using (member_id, source_id)`.execute(tx);
}
