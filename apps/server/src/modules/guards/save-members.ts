import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { numberArray } from '../../platform/number-array.ts';
import type { JudgedMember } from './judge-member.ts';

/** The final state of these members; their rows are locked by this transaction already. */
export async function saveMembers(
  tx: Tx,
  members: readonly JudgedMember[],
  now: Date,
): Promise<void> {
  if (members.length === 0) return;
  const numbers = (read: (member: JudgedMember) => number) => numberArray(members.map(read));
  const lockedUntil = members.map((member) => member.lockedUntil?.toISOString() ?? null);
  const lockedAt = members.map((member) => (member.isLockedNow ? now.toISOString() : null));
  await sql`
    update guard_member as guard set
      claims_today = guard.claims_today + excess,
      claims_ever = guard.claims_ever + excess,
      claims_this_hour = guard.claims_this_hour + excess,
      wrong_today = given.wrong_today,
      wrong_in_a_row = given.wrong_in_a_row,
      odd_today = given.odd_today,
      locked_at = coalesce(given.locked_at, guard.locked_at),
      locked_until = given.locked_until
    from unnest(
      ${numbers((member) => member.memberId)}::bigint[],
      ${numbers(({ confirmed, expected }) => confirmed - expected)}::integer[],
      ${numbers((member) => member.wrongToday)}::integer[],
      ${numbers((member) => member.wrongInARow)}::integer[],
      ${numbers((member) => member.oddToday)}::integer[],
      ${lockedAt}::timestamptz[],
      ${lockedUntil}::timestamptz[]
    ) as given (member_id, excess, wrong_today, wrong_in_a_row, odd_today, locked_at, locked_until)
    where guard.member_id = given.member_id`.execute(tx);
}
