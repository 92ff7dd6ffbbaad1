import { sql } from 'kysely';
import { cityOf } from '@mashang/contract/region-tree';
import { numberArray } from '../../platform/number-array.ts';
/**
 * On the path of every claim: one statement however many members. An unknown id is absent.
 *
 * @param sharedLockKey an advisory lock this very statement takes, shared, until its transaction ends
 */
export async function readClaimants(db, memberIds, sharedLockKey) {
    const { rows } = await sql `/* often */
    select member_id, status, kind, region_code
    from ${lockOnce(sharedLockKey)} left join member
      on member_id = any(${numberArray(memberIds)}::bigint[])`.execute(db);
    return new Map(rows.flatMap(({ memberId, status, kind, regionCode }) => 
    // One row of nulls: nobody was found, but the lock is taken.
    memberId === null
        ? []
        : [[memberId, { status, kind, regionCode: regionCode && cityOf(regionCode) }]]));
}
/** One row; a function that does something is called once for it, whether or not its column is read. */
function lockOnce(key) {
    return key === undefined
        ? sql `(select 1) as held`
        : sql `(select pg_advisory_xact_lock_shared(${key}::bigint)) as held`;
}
