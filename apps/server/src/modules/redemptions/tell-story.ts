import type { OwnRedemptionDetail, PackingSlip, RedemptionState } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import { unsealAddress } from './address-seal.ts';
import { describeOwnRedemption, describeRedemptions } from './describe-redemptions.ts';
import { redemptionNotFound } from './errors.ts';
import type { RedemptionRow } from './record-step.ts';

type Language = 'zh' | 'en';
type Timeline = OwnRedemptionDetail['timeline'];

export type ReadStaffNames = (db: Db, staffIds: number[]) => Promise<Map<number, string>>;

const actors = {
  zh: { you: '本人', member: '会员', brand: '品牌方' },
  en: { you: 'You', member: 'Member', brand: 'The brand' },
} as const;

/** One redemption with address and timeline, as its member sees it. Throws redemption_not_found. */
export async function getOwnRedemption(
  db: Db,
  masterKey: Buffer,
  own: { redemptionId: number; memberId: number; language: Language },
): Promise<OwnRedemptionDetail> {
  const { redemptionId, language } = own;
  const row = await requireOwnRow(db, own);
  const { you, brand } = actors[language];
  const timelines = await readTimelines(db, [redemptionId], (staffId) =>
    staffId === null ? you : brand,
  );
  return {
    ...describeOwnRedemption(row),
    memberNote: row.memberNote,
    address: unsealAddress(masterKey, row),
    timeline: timelines.get(redemptionId) ?? [],
  };
}

/** The row of a member's own redemption. Throws redemption_not_found, also for somebody else's. */
export async function requireOwnRow(
  db: Db,
  { redemptionId, memberId }: { redemptionId: number; memberId: number },
): Promise<RedemptionRow> {
  const row = await db
    .selectFrom('redemption')
    .selectAll()
    .where('redemptionId', '=', redemptionId)
    .where('memberId', '=', memberId)
    .executeTakeFirst();
  if (!row) throw redemptionNotFound();
  return row;
}

/**
 * What a packing slip shows, in the order asked for: with addresses in the clear and clerks by name.
 * Throws redemption_not_found when one of them does not exist.
 */
export async function getPackingSlips(
  db: Db,
  { masterKey, readStaffNames }: { masterKey: Buffer; readStaffNames: ReadStaffNames },
  { redemptionIds, language }: { redemptionIds: number[]; language: Language },
): Promise<PackingSlip[]> {
  const rows = await db
    .selectFrom('redemption')
    .selectAll()
    .where('redemptionId', 'in', redemptionIds)
    .execute();
  if (rows.length < redemptionIds.length) throw redemptionNotFound();
  const { member, brand } = actors[language];
  const names = await readStaffNames(db, await readStaffIds(db, redemptionIds));
  const timelines = await readTimelines(db, redemptionIds, (staffId) =>
    staffId === null ? member : (names.get(staffId) ?? brand),
  );
  const rowsById = new Map(rows.map((row) => [row.redemptionId, row]));
  const inOrder = redemptionIds.flatMap((redemptionId) => rowsById.get(redemptionId) ?? []);
  const described = await describeRedemptions(db, inOrder);
  return inOrder.map((row, index) => ({
    ...(described[index] as PackingSlip),
    address: unsealAddress(masterKey, row),
    timeline: timelines.get(row.redemptionId) ?? [],
  }));
}

async function readStaffIds(db: Db, redemptionIds: number[]): Promise<number[]> {
  const rows = await db
    .selectFrom('redemptionEvent')
    .select('staffId')
    .distinct()
    .where('redemptionId', 'in', redemptionIds)
    .execute();
  return rows.flatMap(({ staffId }) => staffId ?? []);
}

async function readTimelines(
  db: Db,
  redemptionIds: number[],
  nameOf: (staffId: number | null) => string,
): Promise<Map<number, Timeline>> {
  const rows = await db
    .selectFrom('redemptionEvent')
    .select(['redemptionId', 'state', 'staffId', 'note', 'createdAt'])
    .where('redemptionId', 'in', redemptionIds)
    .orderBy('redemptionId')
    .orderBy('eventNumber')
    .execute();
  const timelines = new Map<number, Timeline>();
  for (const row of rows) {
    const timeline = timelines.get(row.redemptionId) ?? [];
    timelines.set(row.redemptionId, timeline);
    timeline.push({
      state: row.state as RedemptionState,
      by: nameOf(row.staffId),
      note: row.note,
      createdAt: row.createdAt.toISOString(),
    });
  }
  return timelines;
}
