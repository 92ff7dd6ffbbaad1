import type { QueryOf } from '@mashang/contract';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { readMoment } from '../../platform/read-moment.ts';
import { findMemberIdsByMobile } from '../members/index.ts';
import { cleanTrackingNumber } from './move-redemption.ts';

export type RedemptionFilter = QueryOf<'GET /api/hq/redemptions/counts'>;

/** What a row must be to be in the list; true for everything. */
export async function conditionOf(
  db: Db,
  masterKey: Buffer,
  filter: RedemptionFilter,
): Promise<RawBuilder<boolean>> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (filter.state) conditions.push(sql`state = ${filter.state}`);
  if (filter.memberId) conditions.push(sql`member_id = ${filter.memberId}`);
  if (filter.giftId) conditions.push(sql`gift_id = ${filter.giftId}`);
  if (filter.mobile) {
    const memberIds = await findMemberIdsByMobile(db, masterKey, filter.mobile);
    conditions.push(sql`member_id = any(${memberIds}::bigint[])`);
  }
  const trackingNumber = cleanTrackingNumber(filter.trackingNumber ?? '');
  if (trackingNumber) conditions.push(sql`tracking_number = ${trackingNumber}`);
  if (filter.region) conditions.push(sql`region_code like ${regionPattern(filter.region)}`);
  if (filter.memberKind) conditions.push(sql`member_kind = ${filter.memberKind}`);
  if (filter.from) conditions.push(sql`created_at >= ${readMoment(filter.from)}`);
  if (filter.to) conditions.push(sql`created_at < ${readMoment(filter.to)}`);
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

/** GB/T 2260: the first two digits are the province, the next two the city. */
function regionPattern(regionCode: string): string {
  return `${regionCode.replace(/(?:0000|00)$/, '')}%`;
}
