import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';

/** Pieces of a gift a member has redeemed, but for those rejected or cancelled. */
export async function countPiecesOfMember(
  db: Db,
  { memberId, giftId }: { memberId: number; giftId: number },
): Promise<number> {
  const { pieces } = await db
    .selectFrom('redemption')
    .select(sql<number>`coalesce(sum(quantity), 0)::bigint`.as('pieces'))
    .where('giftId', '=', giftId)
    .where('memberId', '=', memberId)
    .where('state', 'not in', ['rejected', 'cancelled'])
    .executeTakeFirstOrThrow();
  return pieces;
}
