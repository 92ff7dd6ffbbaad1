import { sql } from 'kysely';
import { beijingDay } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database.ts';

/**
 * From here on nothing else of this member is opened or uploaded until the end of the transaction.
 *
 * @returns how many appeals they opened in this Beijing day; a clock set back keeps the later day
 */
export async function lockMember(tx: Tx, memberId: number, now: Date): Promise<number> {
  const { rows } = await sql<{ opened: number }>`
    insert into appeal_member (member_id, day, opened)
    values (${memberId}, ${beijingDay(now)}::date, 0)
    on conflict (member_id) do update set
      opened = case when appeal_member.day < excluded.day then 0 else appeal_member.opened end,
      day = greatest(appeal_member.day, excluded.day)
    returning opened`.execute(tx);
  return rows[0]?.opened ?? 0;
}

/** Counts one more; the member is locked. */
export async function countOpened(tx: Tx, memberId: number): Promise<void> {
  await sql`update appeal_member set opened = opened + 1 where member_id = ${memberId}`.execute(tx);
}
