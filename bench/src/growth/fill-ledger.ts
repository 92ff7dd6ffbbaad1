import type { Database } from '@mashang/server/src/platform/database.ts';
import { withoutIndexes } from './without-indexes.ts';

interface LedgerSize {
  claimed: number;
  members: number;
  productId: number;
  batchId: number;
}

const chunkClaims = 1_000_000;

/**
 * Claims, entries and balances as so many scans would have left them: codes scattered over the batch,
 * members in turn. Triggers are not asked: it is a copy of a past, not a product at work.
 */
export async function fillLedger(pool: Database['pool'], size: LedgerSize): Promise<void> {
  const { claimed, members, batchId } = size;
  // Even serials are old, odd ones fresh: old and new lie side by side in the index.
  await pool.query(
    `update code_batch set quantity = 2 * quantity, serials = 2 * serials where batch_id = ${batchId};
    update code_range set last_serial = 2 * last_serial + 1 where batch_id = ${batchId};`,
  );
  const tables = ['claim', 'points_entry'];
  await withoutIndexes(pool, tables, () => insertPast(pool, size));
  await pool.query(`
    update points_account set last_sequence = had.entries, balance = 10 * had.entries,
      earned = 10 * had.entries
    from (select n % ${members} + 1 as member_id, count(*) as entries
      from generate_series(0::bigint, ${claimed - 1}) n group by 1) had
    where had.member_id = points_account.member_id;`);
}

async function insertPast(
  pool: Database['pool'],
  { claimed, members, productId, batchId }: LedgerSize,
): Promise<void> {
  for (let first = 0; first < claimed; first += chunkClaims) {
    const last = Math.min(first + chunkClaims, claimed) - 1;
    // A scan of claim n is the (n div members + 1)-th of its member.
    await pool.query(`
      insert into claim (code_id, member_id, attempt_id, product_id, points, claimed_at, channel)
      select (${batchId}::bigint << 36) + 2 * n, n % ${members} + 1, gen_random_uuid(),
        ${productId}, 10, now() - interval '1 day', 'page'
      from generate_series(${first}::bigint, ${last}) n;
      insert into points_entry (member_id, sequence, kind, points, balance_after, source_kind,
        source_id, product_id, batch_id, member_kind, explanation, created_at)
      select n % ${members} + 1, n / ${members} + 1, 'award', 10, 10 * (n / ${members} + 1), 'claim',
        (${batchId}::bigint << 36) + 2 * n, ${productId}, ${batchId}, 'consumer',
        '{"base": 10}', now() - interval '1 day'
      from generate_series(${first}::bigint, ${last}) n;`);
  }
}
