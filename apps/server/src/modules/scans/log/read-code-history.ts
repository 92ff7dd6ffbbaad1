import type { CodeHistory } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database.ts';
import { codeRefOf, findCode, readCustody, type FoundCode } from '../../codes/index.ts';
import { describeScans, type NameReaders } from './describe-scans.ts';
import { readClaim, type FoundClaim } from './read-claim.ts';
import { rowColumns, type ScanRow } from './scan-filter.ts';
import { comparePositions } from './scan-position.ts';

const scansMax = 100;

/** Everything known of one code; null when there is no such code. */
export async function readCodeHistory(
  db: Db,
  codeId: bigint,
  readers: NameReaders,
  now: Date,
): Promise<CodeHistory | null> {
  const code = await findCode(db, codeId, now);
  if (!code) return null;
  const claim = await readClaim(db, codeId);
  const scans = await readLatestScans(db, codeId);
  return {
    ...describeCode(codeId, code),
    productName: await nameProduct(db, code, readers),
    deliveries: await describeCustody(db, code),
    claim: await describeClaim(db, claim, readers),
    ...(await readSums(db, codeId, claim)),
    latestScans: await describeScans(db, scans, readers),
  };
}

function describeCode(codeId: bigint, code: FoundCode) {
  const { state, productId, batchId, serial } = code;
  const activatedAt = code.activatedAt?.toISOString() ?? null;
  const isCopyMark = code.markOf !== null;
  return { codeRef: codeRefOf(codeId), state, productId, batchId, serial, activatedAt, isCopyMark };
}

async function nameProduct(
  db: Db,
  { productId }: FoundCode,
  { readProductNames }: NameReaders,
): Promise<string | null> {
  if (productId === null) return null;
  return (await readProductNames(db, [productId])).get(productId) ?? '';
}

/** The copies it left the house in; of a copy mark the one it stands in. */
async function describeCustody(db: Db, code: FoundCode): Promise<CodeHistory['deliveries']> {
  const [deliveries = []] = await readCustody(db, [[code]]);
  return deliveries.map(({ createdAt, firstFetchedAt, revokedAt, ...delivery }) => ({
    ...delivery,
    createdAt: createdAt.toISOString(),
    firstFetchedAt: firstFetchedAt?.toISOString() ?? null,
    isRevoked: revokedAt !== null,
  }));
}

async function describeClaim(
  db: Db,
  claim: FoundClaim | null,
  readers: NameReaders,
): Promise<CodeHistory['claim']> {
  if (!claim) return null;
  const { memberId, points, claimedAt, province } = claim;
  const member = (await readers.describeMembers(db, [memberId])).get(memberId);
  return {
    memberId,
    memberName: member?.name ?? '',
    mobileMasked: member?.mobileMasked ?? '',
    points,
    claimedAt: claimedAt.toISOString(),
    province,
  };
}

/** Newest first: the log, with the claim where it stands. */
async function readLatestScans(db: Db, codeId: bigint): Promise<ScanRow[]> {
  const { rows } = await sql<ScanRow>`
    select 'claim' as source, ${rowColumns.claim} from claim where code_id = ${codeId}::bigint
    union all (
      select 'log', ${rowColumns.log} from scan_log where code_id = ${codeId}::bigint
      order by scanned_at desc, scan_id desc limit ${scansMax}
    )`.execute(db);
  return rows.sort((one, other) => comparePositions(other, one)).slice(0, scansMax);
}

/** The sums of the log, and the claim, which is no line of it. */
async function readSums(db: Db, codeId: bigint, claim: FoundClaim | null) {
  const { rows } = await sql<{
    scans: number;
    people: number;
    provinces: string[];
    firstScannedAt: Date;
  }>`select scans, people, provinces, first_scanned_at from scanned_code
    where code_id = ${codeId}::bigint`.execute(db);
  const [sums] = rows;
  const moments = [claim?.claimedAt, sums?.firstScannedAt].filter((moment) => moment !== undefined);
  const provinces = new Set([
    ...(claim?.province ? [claim.province] : []),
    ...(sums?.provinces ?? []),
  ]);
  return {
    scans: (sums?.scans ?? 0) + (claim ? 1 : 0),
    people: Math.max(sums?.people ?? 0, claim ? 1 : 0),
    provinces: [...provinces].sort(),
    firstScannedAt:
      moments.sort((one, other) => Number(one) - Number(other))[0]?.toISOString() ?? null,
  };
}
