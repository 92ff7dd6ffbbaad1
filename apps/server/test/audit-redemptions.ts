import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Db } from '../src/platform/database.ts';

/** Points and pieces are held by the redemptions that live, and by nothing else. */
export async function expectSoundRedemptions(db: Db): Promise<void> {
  const { rows: gifts } = await sql`
    select gift_id, stock, redeemed_count, moved, held from gift
    left join lateral (select coalesce(sum(change), 0) as moved,
        (array_agg(stock_after order by movement_id desc))[1] as last_stock
      from gift_stock_movement where gift_stock_movement.gift_id = gift.gift_id) movement on true
    left join lateral (select coalesce(sum(quantity), 0) as held from redemption
      where redemption.gift_id = gift.gift_id
        and state not in ('rejected', 'cancelled')) redeemed on true
    where stock <> moved or stock <> coalesce(last_stock, 0) or redeemed_count <> held`.execute(db);
  expect(gifts).toEqual([]);
  const { rows: redemptions } = await sql`
    select redemption.redemption_id, state, points_total, total from redemption
    left join lateral (select coalesce(sum(points), 0) as total from points_entry
      where source_kind = 'redemption' and source_id = redemption_id) entry on true
    where total <> case when state in ('rejected', 'cancelled') then 0 else -points_total end
      or (select count(*) from redemption_event event
        where event.redemption_id = redemption.redemption_id) = 0`.execute(db);
  expect(redemptions).toEqual([]);
}
