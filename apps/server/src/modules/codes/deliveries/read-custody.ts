import type { DeliveryPurpose } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import { numberArray, textArray } from '../../../platform/number-array.ts';

/** A code somebody holds in their hands. */
export interface HeldCode {
  batchId: number;
  /** The serial whose life it shares: its own, or of a copy mark the one it stands for. */
  place: number;
  /** Of a copy mark: the delivery it stands in. */
  markOf: number | null;
}

/** A copy a code left the house in. */
export interface HoldingDelivery {
  deliveryId: number;
  recipient: string;
  purpose: DeliveryPurpose;
  createdAt: Date;
  firstFetchedAt: Date | null;
  revokedAt: Date | null;
}

/** So many name whoever it was; more would be no help. */
const deliveriesMax = 200;

/**
 * By which copies codes left the house. A mark names its one copy; an ordinary serial every copy whose
 * serials hold it, except where a mark took its place. One statement, whatever is asked.
 *
 * @param asked groups of codes
 * @returns for each group the copies its codes name, oldest first, at most two hundred
 */
export async function readCustody(
  db: Db,
  asked: readonly (readonly HeldCode[])[],
): Promise<HoldingDelivery[][]> {
  const found: HoldingDelivery[][] = asked.map(() => []);
  const codes = asked.flatMap((group, item) => group.map((code) => ({ ...code, item })));
  if (codes.length === 0) return found;
  const { rows } = await sql<HoldingDelivery & { item: number }>`
    select held.item, d.delivery_id, d.recipient, d.purpose, d.created_at, d.first_fetched_at,
      d.revoked_at
    from (
      select distinct c.item, d.delivery_id
      from unnest(
        ${numberArray(codes.map(({ item }) => item))}::int[],
        ${numberArray(codes.map(({ batchId }) => batchId))}::int[],
        ${numberArray(codes.map(({ place }) => place))}::bigint[],
        ${textArray(codes.map(({ markOf }) => markOf?.toString() ?? null))}::bigint[]
      ) as c (item, batch_id, place, mark_of)
      join code_delivery d on d.batch_id = c.batch_id and (d.delivery_id = c.mark_of or (
        c.mark_of is null and d.first_serial <= c.place and d.last_serial >= c.place
        and not exists (
          select from code_mark m where m.delivery_id = d.delivery_id and m.stands_for = c.place)))
    ) held
    join code_delivery d on d.delivery_id = held.delivery_id
    order by held.item, d.delivery_id`.execute(db);
  for (const { item, ...delivery } of rows) {
    const group = found[item]!;
    if (group.length < deliveriesMax) group.push(delivery);
  }
  return found;
}
