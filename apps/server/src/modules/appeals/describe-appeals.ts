import type { Appeal, OwnAppeal } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import { batchOfCodeId, codeRefOf } from '../codes/index.ts';
import { describeMembers } from '../members/index.ts';
import type { AppealRow } from './appeal-row.ts';

export interface NameReaders {
  readProductNames: (db: Db, productIds: number[]) => Promise<Map<number, string>>;
  readStaffNames: (db: Db, staffIds: number[]) => Promise<Map<number, string>>;
}

/** Appeals as their member sees them: of a proposal nobody knows before it is agreed on. */
export async function describeOwnAppeals(
  db: Db,
  { readProductNames }: NameReaders,
  rows: AppealRow[],
): Promise<OwnAppeal[]> {
  const products = await readProductNames(db, idsOf(rows, 'productId'));
  const pictures = await readPictureIds(db, rows);
  return rows.map((row) => {
    const isAnswered = row.state === 'answered';
    return {
      appealId: row.appealId,
      kind: row.kind,
      state: row.state === 'waitingApproval' ? 'open' : row.state,
      note: row.note,
      productName: nameIn(products, row.productId),
      pictureIds: pictures.get(row.appealId) ?? [],
      answer: isAnswered ? row.answer : null,
      grantedPoints: row.grantedPoints,
      createdAt: row.createdAt.toISOString(),
      answeredAt: row.answeredAt?.toISOString() ?? null,
    };
  });
}

/** Appeals as head office sees them. */
export async function describeAppeals(
  db: Db,
  readers: NameReaders,
  rows: AppealRow[],
): Promise<Appeal[]> {
  const members = await describeMembers(db, idsOf(rows, 'memberId'));
  const products = await readers.readProductNames(db, idsOf(rows, 'productId'));
  const staffIds = [...idsOf(rows, 'answeredBy'), ...idsOf(rows, 'approvedBy')];
  const staff = await readers.readStaffNames(db, staffIds);
  const pictures = await readPictureIds(db, rows);
  return rows.map((row) => ({
    appealId: row.appealId,
    kind: row.kind,
    state: row.state,
    memberId: row.memberId,
    memberName: members.get(row.memberId)?.name ?? '',
    mobileMasked: members.get(row.memberId)?.mobileMasked ?? '',
    note: row.note,
    productId: row.productId,
    productName: nameIn(products, row.productId),
    batchId: row.codeId === null ? null : batchOfCodeId(row.codeId),
    codeRef: row.codeId === null ? null : codeRefOf(row.codeId),
    pictureCount: pictures.get(row.appealId)?.length ?? 0,
    answer: row.answer,
    grantedPoints: row.grantedPoints,
    proposedPoints: row.proposedPoints,
    answeredByName: nameIn(staff, row.answeredBy),
    approvedByName: nameIn(staff, row.approvedBy),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    answeredAt: row.answeredAt?.toISOString() ?? null,
  }));
}

/** The photos of each appeal, in the order the member gave. */
export async function readPictureIds(
  db: Db,
  rows: Pick<AppealRow, 'appealId'>[],
): Promise<Map<number, string[]>> {
  const pictures = new Map<number, string[]>(rows.map(({ appealId }) => [appealId, []]));
  if (rows.length === 0) return pictures;
  const found = await db
    .selectFrom('appealPicture')
    .select(['appealId', 'pictureId'])
    .where('appealId', 'in', [...pictures.keys()])
    .orderBy('appealId')
    .orderBy('position')
    .execute();
  for (const { appealId, pictureId } of found) pictures.get(appealId ?? 0)?.push(pictureId);
  return pictures;
}

function nameIn(names: Map<number, string>, id: number | null): string | null {
  return id === null ? null : (names.get(id) ?? null);
}

function idsOf(
  rows: AppealRow[],
  column: 'memberId' | 'productId' | 'answeredBy' | 'approvedBy',
): number[] {
  return [...new Set(rows.flatMap((row) => row[column] ?? []))];
}
