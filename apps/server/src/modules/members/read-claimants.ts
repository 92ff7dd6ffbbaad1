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

/**
 * On the path of every claim: one statement however many members. An unknown id is absent.
 *
 * @param sharedLockKey an advisory lock this very statement takes, shared, until its transaction ends
 */
export async function readClaimants(
  db: Db,
  memberIds: number[],
  sharedLockKey?: number,
): Promise<Map<number, Claimant>> {
  const { rows } = await sql<Claimant & { memberId: number | null }>`/* often */
    select member_id, status, kind, region_code
    from ${lockOnce(sharedLockKey)} left join member
      on member_id = any(${numberArray(memberIds)}::bigint[])`.execute(db);
  return new Map(
    rows.flatMap(({ memberId, status, kind, regionCode }) =>
      // One row of nulls: nobody was found, but the lock is taken.
      memberId === null
        ? []
        : [[memberId, { status, kind, regionCode: regionCode && cityOf(regionCode) }]],
    ),
  );
}

/** One row; a function that does something is called once for it, whether or not its column is read. */
function lockOnce(key: number | undefined) {
  return key === undefined
    ? sql`(select 1) as held`
    : sql`(select pg_advisory_xact_lock_shared(${key}::bigint)) as held`;
}
