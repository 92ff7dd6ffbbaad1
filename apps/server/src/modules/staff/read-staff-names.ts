import type { Db } from '../../platform/database.ts';

/** How to call each account: its display name, else its login name. Unknown ids are absent. */
export async function readStaffNames(
  db: Db,
  staffIds: Iterable<number>,
): Promise<Map<number, string>> {
  const ids = [...new Set(staffIds)];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('staff')
    .select(['staffId', 'loginName', 'displayName'])
    .where('staffId', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.staffId, row.displayName || row.loginName]));
}
