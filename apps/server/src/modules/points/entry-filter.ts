import { sql, type RawBuilder } from 'kysely';
import type { EntryKind, MemberKind } from '@mashang/contract';

export interface EntryFilter {
  /** One of these. */
  memberIds?: number[] | undefined;
  memberId?: number | undefined;
  /** What the member was then. */
  memberKind?: MemberKind | undefined;
  /** Where the member lived then: a province takes in its cities; 000000 is unknown, 329900 the province alone. */
  region?: string | undefined;
  kind?: EntryKind | undefined;
  productId?: number | undefined;
  batchId?: number | undefined;
  /** Signed, both inclusive. */
  pointsMin?: number | undefined;
  pointsMax?: number | undefined;
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
}

/** The filter as conditions on points_entry; nothing when everything passes. */
export function conditionsOf(filter: EntryFilter): RawBuilder<unknown>[] {
  const { memberIds, memberId, memberKind, region, pointsMin, pointsMax } = filter;
  const conditions: RawBuilder<unknown>[] = [];
  if (memberIds) conditions.push(sql`member_id = any(${memberIds}::bigint[])`);
  if (memberId) conditions.push(sql`member_id = ${memberId}`);
  if (memberKind) conditions.push(sql`member_kind = ${memberKind}`);
  if (region) conditions.push(regionCondition(region));
  if (filter.kind) conditions.push(sql`kind = ${filter.kind}`);
  if (filter.productId) conditions.push(sql`product_id = ${filter.productId}`);
  if (filter.batchId) conditions.push(sql`batch_id = ${filter.batchId}`);
  if (pointsMin !== undefined) conditions.push(sql`points >= ${safe(pointsMin)}`);
  if (pointsMax !== undefined) conditions.push(sql`points <= ${safe(pointsMax)}`);
  if (filter.from) conditions.push(sql`created_at >= ${filter.from}`);
  if (filter.to) conditions.push(sql`created_at < ${filter.to}`);
  return conditions;
}

export function allOf(conditions: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

function regionCondition(code: string): RawBuilder<unknown> {
  if (code === '000000') return sql`region_code is null`;
  if (code.endsWith('9900')) return sql`region_code = ${`${code.slice(0, 2)}0000`}`;
  if (!code.endsWith('0000')) return sql`region_code = ${code}`;
  return sql`region_code like ${`${code.slice(0, 2)}%`}`;
}

/** No movement is larger; what the database cannot read as a number need not reach it. */
function safe(points: number): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, points));
}
