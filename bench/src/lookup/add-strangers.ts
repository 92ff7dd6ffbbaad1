import type { Database } from '@mashang/server/src/platform/database.ts';
import { withoutIndexes } from '../growth/without-indexes.ts';

const chunkCodes = 5_000_000;

/**
 * Imported codes whose texts nobody knows: the hash of the n-th is md5(n), as evenly spread as real
 * ones, and can be asked for by what knows no key.
 */
export async function addStrangers(pool: Database['pool'], codes: number): Promise<void> {
  if (codes === 0) return;
  await withoutIndexes(pool, ['imported_code'], async () => {
    for (let first = 0; first < codes; first += chunkCodes) {
      const last = Math.min(first + chunkCodes, codes) - 1;
      await pool.query(`insert into imported_code (code_hash, batch_id, serial)
        select md5(n::text)::uuid, 1, n from generate_series(${first}::bigint, ${last}) n`);
    }
  });
}
