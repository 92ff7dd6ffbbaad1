import type { LoggedScan } from '@mashang/contract';
import type { Db } from '../../../platform/database.ts';
import { batchOfCodeId, codeRefOf } from '../../codes/index.ts';
import type { ScanRow } from './scan-filter.ts';

/** How lists show members and products: by name. */
export interface NameReaders {
  describeMembers: (
    db: Db,
    memberIds: number[],
  ) => Promise<Map<number, { name: string; mobileMasked: string }>>;
  readProductNames: (db: Db, productIds: number[]) => Promise<Map<number, string>>;
}

/** Scans as head office sees them. */
export async function describeScans(
  db: Db,
  rows: readonly ScanRow[],
  readers: NameReaders,
): Promise<LoggedScan[]> {
  const members = await readers.describeMembers(db, present(rows.map((row) => row.memberId)));
  const products = await readers.readProductNames(db, present(rows.map((row) => row.productId)));
  return rows.map((row) => {
    const { memberId, productId, outcome, channel, points, province, network } = row;
    const member = memberId === null ? undefined : members.get(memberId);
    const codeId = row.codeText === null ? null : BigInt(row.codeText);
    return {
      scannedAt: row.scannedAt.toISOString(),
      outcome,
      channel,
      memberId,
      memberName: member?.name ?? null,
      mobileMasked: member?.mobileMasked ?? null,
      codeRef: codeId === null ? null : codeRefOf(codeId),
      productId,
      productName: productId === null ? null : (products.get(productId) ?? null),
      batchId: codeId === null ? null : batchOfCodeId(codeId),
      points,
      province,
      network,
    };
  });
}

function present(ids: (number | null)[]): number[] {
  return ids.filter((id) => id !== null);
}
