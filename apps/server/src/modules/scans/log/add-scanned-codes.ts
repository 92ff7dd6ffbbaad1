import { sql } from 'kysely';
import type { Tx } from '../../../platform/database.ts';
import { numberArray } from '../../../platform/number-array.ts';
import type { LoggedAttempt } from './logged-attempt.ts';

interface Met {
  codeId: bigint;
  productId: number | null;
  scans: number;
  firstAt: Date;
  firstProvince: string | null;
  lastAt: Date;
}

/**
 * Adds the lines to the sums of their codes and locks those rows until the commit, in the order of the
 * codes. A new row has no people until somebody has looked.
 *
 * @returns the codes met
 */
export async function addScannedCodes(tx: Tx, lines: readonly LoggedAttempt[]): Promise<bigint[]> {
  const met = gather(lines);
  if (met.length === 0) return [];
  await sql`
    insert into scanned_code as code (code_id, product_id, scans, people, provinces,
      first_scanned_at, first_province, last_scanned_at)
    select code_id, product_id, scans, 0, '{}', first_at, first_province, last_at
    from unnest(
      ${numberArray(met.map(({ codeId }) => codeId))}::bigint[],
      ${met.map(({ productId }) => productId)}::bigint[],
      ${numberArray(met.map(({ scans }) => scans))}::int[],
      ${met.map(({ firstAt }) => firstAt.toISOString())}::timestamptz[],
      ${met.map(({ firstProvince }) => firstProvince)}::text[],
      ${met.map(({ lastAt }) => lastAt.toISOString())}::timestamptz[]
    ) with ordinality
      as given (code_id, product_id, scans, first_at, first_province, last_at, position)
    order by position
    on conflict (code_id) do update set
      product_id = coalesce(excluded.product_id, code.product_id),
      scans = code.scans + excluded.scans,
      first_province = case when excluded.first_scanned_at < code.first_scanned_at
        then excluded.first_province else code.first_province end,
      first_scanned_at = least(code.first_scanned_at, excluded.first_scanned_at),
      last_scanned_at = greatest(code.last_scanned_at, excluded.last_scanned_at)`.execute(tx);
  return met.map(({ codeId }) => codeId);
}

/** One for each code, in the order of the codes. */
function gather(lines: readonly LoggedAttempt[]): Met[] {
  const met = new Map<bigint, Met>();
  for (const { codeId, productId, scannedAt, province } of lines) {
    if (codeId === null) continue;
    const known = met.get(codeId);
    if (!known) {
      met.set(codeId, {
        codeId,
        productId,
        scans: 1,
        firstAt: scannedAt,
        firstProvince: province,
        lastAt: scannedAt,
      });
      continue;
    }
    known.scans += 1;
    known.productId ??= productId;
    if (scannedAt > known.lastAt) known.lastAt = scannedAt;
    if (scannedAt < known.firstAt) {
      known.firstAt = scannedAt;
      known.firstProvince = province;
    }
  }
  return [...met.values()].sort((one, other) => (one.codeId < other.codeId ? -1 : 1));
}
