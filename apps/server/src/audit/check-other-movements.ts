import { sql } from 'kysely';
import type { AuditPart } from './findings.ts';

const adjusted = {
  name: 'adjustments',
  promise: 'every adjustment has exactly its entry, and every such entry its adjustment',
};

/** What was given or taken by hand. */
export const checkOtherMovements: AuditPart = async function adjustments(tx, findings, pages) {
  await pages(async ({ after, upTo }) => {
    const inPage = sql`member_id > ${after} and member_id <= ${upTo}`;
    const { rows } = await sql<{ memberId: number; sourceId: number; isRight: boolean }>`
      select member_id, source_id, coalesce(entries = 1 and given = points, false) as is_right
      from (select member_id, source_id, count(*) as entries, sum(points) as given
        from points_entry where ${inPage} and kind = 'adjustment' group by 1, 2) entry
      full join (select member_id, points_adjustment_id as source_id, points
        from points_adjustment where ${inPage}) adjustment using (member_id, source_id)`.execute(
      tx,
    );
    findings.looked(adjusted, rows.length);
    for (const { memberId, sourceId, isRight } of rows) {
      if (!isRight) findings.found(adjusted, `adjustment ${sourceId} of member ${memberId}`);
    }
  });
};
