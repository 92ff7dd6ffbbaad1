import { sql } from 'kysely';
import type { MemberKind } from '@mashang/contract';
import { cityOf } from '@mashang/contract/region-tree';
import type { Db } from '../../platform/database.ts';
import { numberArray } from '../../platform/number-array.ts';

export type MemberStatus = 'active' | 'frozen';

/** What a claim asks of its member, and what is written down with the points. */
export interface Claimant {
  status: MemberStatus;
  kind: MemberKind;
  /** GB/T 2260 of the city, or of the province when no more is known; null when nothing is. */
  regionCode: string | null;
}

/** On the path of every claim: one statement however many members. An unknown id is absent. */
export async function readClaimants(db: Db, memberIds: number[]): Promise<Map<number, Claimant>> {
  const { rows } = await sql<Claimant & { memberId: number }>`/* often */
    select member_id, status, kind, region_code
    from member where member_id = any(${numberArray(memberIds)}::bigint[])`.execute(db);
  return new Map(
    rows.map(({ memberId, status, kind, regionCode }) => [
      memberId,
      { status, kind, regionCode: regionCode === null ? null : cityOf(regionCode) },
    ]),
  );
}
