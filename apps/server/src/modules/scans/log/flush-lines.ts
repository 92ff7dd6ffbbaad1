import { sql } from 'kysely';
import type { Tx } from '../../../platform/database.ts';
import type { GuardSignal } from '../../guards/index.ts';
import type { LoggedAttempt } from './logged-attempt.ts';
import { addBatchScans } from './add-batch-scans.ts';
import { addScannedCodes } from './add-scanned-codes.ts';
import { flagSuspiciousCodes, type SuspicionLimits } from './flag-suspicious-codes.ts';
import { lookAtCodes } from './look-at-codes.ts';

export type { SuspicionLimits } from './flag-suspicious-codes.ts';

/**
 * Writes attempts into the log and keeps the sums of the codes they met, in five statements however
 * many there are. The first that touches the sums locks their rows in the order of the codes; what is
 * counted afterwards sees every line of those who held the locks before.
 *
 * @returns codes that have become suspicious by it
 */
export async function flushLines(
  tx: Tx,
  lines: readonly LoggedAttempt[],
  limits: SuspicionLimits,
  now: Date,
): Promise<GuardSignal[]> {
  if (lines.length === 0) return [];
  await insertLines(tx, lines);
  const codeIds = await addScannedCodes(tx, lines);
  if (codeIds.length === 0) return [];
  await lookAtCodes(tx, codeIds, now);
  const signals = await flagSuspiciousCodes(tx, codeIds, limits, now);
  await addBatchScans(tx, lines);
  return signals;
}

async function insertLines(tx: Tx, lines: readonly LoggedAttempt[]): Promise<void> {
  await sql`
    insert into scan_log
      (scanned_at, outcome, channel, member_id, code_id, product_id, province, network, device)
    select * from unnest(
      ${lines.map(({ scannedAt }) => scannedAt.toISOString())}::timestamptz[],
      ${lines.map(({ outcome }) => outcome)}::text[],
      ${lines.map(({ channel }) => channel)}::text[],
      ${lines.map(({ memberId }) => memberId)}::bigint[],
      ${lines.map(({ codeId }) => codeId?.toString() ?? null)}::bigint[],
      ${lines.map(({ productId }) => productId)}::bigint[],
      ${lines.map(({ province }) => province)}::text[],
      ${lines.map(({ network }) => network)}::text[],
      ${lines.map(({ device }) => device)}::text[]
    )`.execute(tx);
}
