import type { MemberKind, PointsEntry } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import type { Language } from '../../texts.ts';
import { explainEntry } from './explain-entry.ts';
import type { LedgerEntry } from './list-entries.ts';

/** Names that other modules know. */
export interface NameReaders {
  describeMembers: (
    db: Db,
    memberIds: number[],
  ) => Promise<
    Map<number, { name: string; kind: MemberKind; mobileMasked: string; regionCode: string | null }>
  >;
  readProductNames: (db: Db, productIds: number[]) => Promise<Map<number, string>>;
}

/** Entries as head office sees them: with the member and the product by name. */
export async function describeEntries(
  db: Db,
  entries: LedgerEntry[],
  { describeMembers, readProductNames }: NameReaders,
  language: Language,
): Promise<PointsEntry[]> {
  const memberIds = [...new Set(entries.map((entry) => entry.memberId))];
  const members = await describeMembers(db, memberIds);
  const names = await readProductNames(db, productIdsOf(entries));
  return entries.map((entry) => {
    const member = members.get(entry.memberId);
    return {
      entryId: entryIdOf(entry),
      memberId: entry.memberId,
      memberName: member?.name ?? '',
      memberKind: entry.memberKind ?? member?.kind ?? 'consumer',
      mobileMasked: member?.mobileMasked ?? '',
      regionCode: entry.regionCode,
      kind: entry.kind,
      points: entry.points,
      balanceAfter: entry.balanceAfter,
      productId: entry.productId,
      productName: names.get(entry.productId ?? 0) ?? null,
      batchId: entry.batchId,
      explanation: explainEntry(entry, language),
      createdAt: entry.createdAt.toISOString(),
    };
  });
}

export function entryIdOf({ memberId, sequence }: LedgerEntry): string {
  return `${memberId}-${sequence}`;
}

export function productIdsOf(entries: LedgerEntry[]): number[] {
  return [...new Set(entries.flatMap((entry) => entry.productId ?? []))];
}
