import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';

export type MemberStatus = 'active' | 'frozen';

/** On the path of every claim: one statement however many members. An unknown id is absent. */
export async function readMemberStatuses(
  db: Db,
  memberIds: number[],
): Promise<Map<number, MemberStatus>> {
  const { rows } = await sql<{ memberId: number; status: MemberStatus }>`
    select member_id, status from member where member_id = any(${memberIds}::bigint[])`.execute(db);
  return new Map(rows.map(({ memberId, status }) => [memberId, status]));
}
