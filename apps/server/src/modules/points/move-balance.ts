import { sql } from 'kysely';
import type { EntryKind, MemberKind } from '@mashang/contract';
import type { Tx } from '../../platform/database.ts';
import type { Explanation } from './explanation.ts';

/** One movement of one account; awards come in batches and have a statement of their own. */
export interface Movement {
  memberId: number;
  kind: Exclude<EntryKind, 'award'>;
  /** Signed: what the balance changes by. */
  points: number;
  sourceKind: 'redemption' | 'adjustment';
  sourceId: bigint;
  explanation: Explanation;
  /** City, or province, of the member now; null when not known. */
  regionCode: string | null;
  memberKind: MemberKind;
  staffId: number | null;
}

export interface MovedBalance {
  sequence: number;
  balanceAfter: number;
}

/**
 * Moves the balance and writes the entry, in one statement. What gifts take and give back counts as
 * `spent`; all else corrects `earned`, so that balance = earned − spent at every commit.
 *
 * @returns null when the balance would fall below nothing, or there is no account
 */
export async function moveBalance(
  tx: Tx,
  movement: Movement,
  createdAt: Date,
): Promise<MovedBalance | null> {
  const { memberId, points, kind } = movement;
  const earned = kind === 'adjustment' ? points : 0;
  const spent = earned - points;
  const { rows } = await sql<MovedBalance>`
    with account as (
      update points_account
      set balance = balance + ${points}::bigint,
          earned = earned + ${earned}::bigint,
          spent = spent + ${spent}::bigint,
          last_sequence = last_sequence + 1
      where member_id = ${memberId} and balance + ${points}::bigint >= 0
      returning member_id, balance, last_sequence
    )
    insert into points_entry (member_id, sequence, kind, points, balance_after, source_kind,
      source_id, explanation, region_code, member_kind, staff_id, created_at)
    select member_id, last_sequence, ${kind}, ${points}::bigint, balance, ${movement.sourceKind},
      ${movement.sourceId}::bigint, ${JSON.stringify(movement.explanation)}::jsonb,
      ${movement.regionCode}, ${movement.memberKind}, ${movement.staffId}::bigint,
      ${createdAt}::timestamptz
    from account
    returning sequence, balance_after`.execute(tx);
  return rows[0] ?? null;
}
