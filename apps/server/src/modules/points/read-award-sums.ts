import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';

interface AwardFigures {
  productId: number;
  claims: number;
  points: number;
}

export interface AwardSum extends AwardFigures {
  hour: Date;
  batchId: number;
  /** Empty when not known. */
  regionCode: string;
  memberKind: string;
}

export interface MemberAwardSum extends AwardFigures {
  memberId: number;
}

/** What the ledger says of awards made in [from, to), by hour, product, batch, region and kind. */
export async function readAwardSums(
  db: Db,
  { from, to }: { from: Date; to: Date },
): Promise<AwardSum[]> {
  const { rows } = await sql<AwardSum>`
    select date_trunc('hour', created_at, 'UTC') as hour, product_id, batch_id,
      coalesce(region_code, '') as region_code, coalesce(member_kind, '') as member_kind,
      count(*) as claims, sum(points)::bigint as points
    from points_entry
    where kind = 'award' and created_at >= ${from} and created_at < ${to}
    group by 1, 2, 3, 4, 5`.execute(db);
  return rows;
}

/** The same by member and product. As many rows as claims, at worst: ask for an hour at a time. */
export async function readMemberAwardSums(
  db: Db,
  { from, to }: { from: Date; to: Date },
): Promise<MemberAwardSum[]> {
  const { rows } = await sql<MemberAwardSum>`
    select member_id, product_id, count(*) as claims, sum(points)::bigint as points
    from points_entry
    where kind = 'award' and created_at >= ${from} and created_at < ${to}
    group by 1, 2`.execute(db);
  return rows;
}

/** The moments of the first and the last entry; null while there is none. */
export async function readLedgerPeriod(db: Db): Promise<{ first: Date; last: Date } | null> {
  const { rows } = await sql<{ first: Date | null; last: Date | null }>`
    select min(created_at) as first, max(created_at) as last from points_entry`.execute(db);
  const { first = null, last = null } = rows[0] ?? {};
  return first && last && { first, last };
}
