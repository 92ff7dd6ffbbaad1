import { sql } from 'kysely';
import type { AuditPart } from './findings.ts';

const held = {
  name: 'redemptions',
  promise:
    'a redemption holds its points while it lives, and none after it was rejected or cancelled',
};
const stocked = {
  name: 'gift-stock',
  promise: 'stock = sum of its movements, and pieces redeemed = pieces of living redemptions',
};

/** Points and pieces are held by the redemptions that live, and by nothing else. */
export const checkRedemptions: AuditPart = async function redemptions(tx, findings, pages) {
  await pages(async ({ after, upTo }) => {
    const inPage = sql`member_id > ${after} and member_id <= ${upTo}`;
    const { rows } = await sql<{ redemptionId: number; isRight: boolean; total: number }>`
      select redemption_id, coalesce(total, 0)::bigint as total,
        coalesce(coalesce(total, 0) = case when state in ('rejected', 'cancelled') then 0
          else -points_total end, false) as is_right
      from (select redemption_id, state, points_total from redemption where ${inPage}) redemption
      full join (select source_id as redemption_id, sum(points) as total from points_entry
        where ${inPage} and source_kind = 'redemption' group by 1) entry using (redemption_id)`.execute(
      tx,
    );
    findings.looked(held, rows.length);
    for (const { redemptionId, isRight, total } of rows) {
      if (!isRight) findings.found(held, `redemption ${redemptionId}: entries say ${total}`);
    }
  });
  const { rows: gifts } = await sql<{ giftId: number; isRight: boolean }>`
    select gift_id, stock = moved and stock = coalesce(last_stock, 0)
      and redeemed_count = pieces as is_right
    from gift
    left join lateral (select coalesce(sum(change), 0) as moved,
        (array_agg(stock_after order by movement_id desc))[1] as last_stock
      from gift_stock_movement where gift_stock_movement.gift_id = gift.gift_id) movement on true
    left join lateral (select coalesce(sum(quantity), 0) as pieces from redemption
      where redemption.gift_id = gift.gift_id
        and state not in ('rejected', 'cancelled')) redeemed on true`.execute(tx);
  findings.looked(stocked, gifts.length);
  for (const { giftId, isRight } of gifts) {
    if (!isRight) findings.found(stocked, `gift ${giftId}`);
  }
};
