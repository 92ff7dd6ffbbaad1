import type { MemberKind } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';

export interface MemberDescription {
  name: string;
  kind: MemberKind;
  /** 154****0001 */
  mobileMasked: string;
  regionCode: string | null;
}

/** What lists show of their members; an unknown id is absent. */
export async function describeMembers(
  db: Db,
  memberIds: number[],
): Promise<Map<number, MemberDescription>> {
  if (memberIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('member')
    .select(['memberId', 'name', 'kind', 'mobileMasked', 'regionCode'])
    .where('memberId', 'in', [...new Set(memberIds)])
    .execute();
  return new Map(
    rows.map(({ memberId, kind, ...rest }) => [memberId, { ...rest, kind: kind as MemberKind }]),
  );
}
