import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { numberArray, textArray } from '../../platform/number-array.ts';
import type { ScanOrigin } from './scan-result.ts';

export interface Claim {
  codeId: bigint;
  memberId: number;
  attemptId: string;
  productId: number;
  points: number;
  /** GB/T 2260 of the address the scan came from. */
  province: string | null;
  /** Null: from before it was kept. */
  channel: ScanOrigin['channel'] | null;
}

export interface StoredClaim extends Omit<Claim, 'codeId'> {
  claimedAt: Date;
  /** Whether this very call won the code. */
  isNew: boolean;
}

type ClaimRow = Omit<StoredClaim, 'isNew'> & { codeText: string };

/**
 * Tries to claim each code once; the primary key decides. A code somebody else is claiming at this
 * moment is waited for. Codes must not repeat in `claims`.
 *
 * @param alsoRead codes that cannot be claimed now, but may have been before
 * @returns for every code the claim that stands, whoever won it
 */
export async function claimCodes(
  tx: Tx,
  claims: readonly Claim[],
  alsoRead: readonly bigint[],
  claimedAt: Date,
): Promise<Map<bigint, StoredClaim>> {
  const won = await insertClaims(tx, claims, claimedAt);
  const stored = new Map<bigint, StoredClaim>();
  for (const claim of claims) {
    if (won.has(claim.codeId)) stored.set(claim.codeId, { ...claim, claimedAt, isNew: true });
  }
  const lost = claims.filter((claim) => !won.has(claim.codeId)).map((claim) => claim.codeId);
  // One scan of a code may be refused while another of the same batch wins it: what was won now must
  // not be read back as an older claim, or it would never be paid.
  const others = alsoRead.filter((codeId) => !won.has(codeId));
  await readWinners(tx, [...lost, ...others], stored);
  return stored;
}

/** @returns the codes won now */
async function insertClaims(
  tx: Tx,
  claims: readonly Claim[],
  claimedAt: Date,
): Promise<Set<bigint>> {
  if (claims.length === 0) return new Set();
  // The same order in every process, so that two batches never wait for each other in a circle.
  const sorted = [...claims].sort((a, b) => (a.codeId < b.codeId ? -1 : 1));
  const { rows } = await sql<{ codeText: string }>`/* often */
    insert into claim
      (code_id, member_id, attempt_id, product_id, points, province, channel, claimed_at)
    select *, ${claimedAt}::timestamptz
    from unnest(
      ${numberArray(sorted.map((claim) => claim.codeId))}::bigint[],
      ${numberArray(sorted.map((claim) => claim.memberId))}::bigint[],
      ${textArray(sorted.map((claim) => claim.attemptId))}::uuid[],
      ${numberArray(sorted.map((claim) => claim.productId))}::bigint[],
      ${numberArray(sorted.map((claim) => claim.points))}::int[],
      ${textArray(sorted.map((claim) => claim.province))}::text[],
      ${textArray(sorted.map((claim) => claim.channel))}::text[]
    ) as given
    on conflict (code_id) do nothing
    returning code_id::text as code_text`.execute(tx);
  return new Set(rows.map((row) => BigInt(row.codeText)));
}

/** A statement of its own: the winner may have committed after the insert's snapshot was taken. */
async function readWinners(
  tx: Tx,
  codeIds: bigint[],
  into: Map<bigint, StoredClaim>,
): Promise<void> {
  if (codeIds.length === 0) return;
  const { rows } = await sql<ClaimRow>`/* often */
    select code_id::text as code_text, member_id, attempt_id, product_id, points, province, channel,
      claimed_at
    from claim where code_id = any(${numberArray(codeIds)}::bigint[])`.execute(tx);
  for (const { codeText, ...claim } of rows) {
    into.set(BigInt(codeText), { ...claim, isNew: false });
  }
}

/** A campaign changed what claims of this very transaction pay. */
export async function correctPoints(
  tx: Tx,
  changed: readonly { codeId: bigint; points: number }[],
): Promise<void> {
  if (changed.length === 0) return;
  await sql`
    update claim set points = given.points
    from unnest(
      ${numberArray(changed.map(({ codeId }) => codeId))}::bigint[],
      ${numberArray(changed.map(({ points }) => points))}::int[]
    ) as given (code_id, points)
    where claim.code_id = given.code_id`.execute(tx);
}
