import type { AppealDetail, CodeHistory } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { codeColumn, requireAppeal, type AppealRow } from './appeal-row.ts';
import { describeAppeals, readPictureIds, type NameReaders } from './describe-appeals.ts';
import type { AppealStep } from './record-event.ts';

export interface DetailReaders extends NameReaders {
  /** Everything known of a code; null when there is none of this number. */
  readCodeHistory: (db: Db, codeId: bigint) => Promise<CodeHistory | null>;
}

interface Asked {
  appealId: number;
  caller: { staffId: number; staffRole: 'administrator' | 'operator' | null };
}

const sameCodeMax = 50;

/** One appeal with all a clerk needs to decide. Throws appeal_not_found. */
export async function getAppealDetail(
  db: Db,
  readers: DetailReaders,
  { appealId, caller }: Asked,
): Promise<AppealDetail> {
  const row = await requireAppeal(db, { appealId });
  const [appeal] = await describeAppeals(db, readers, [row]);
  if (!appeal) throw new Error('an appeal without description');
  const events = await readEvents(db, appealId);
  const staffIds = [...events.map(({ staffId }) => staffId), row.proposedBy];
  const staff = await readers.readStaffNames(
    db,
    staffIds.filter((staffId) => staffId !== null),
  );
  const nameOf = (staffId: number | null) => (staffId === null ? null : (staff.get(staffId) ?? ''));
  return {
    ...appeal,
    pictureIds: (await readPictureIds(db, [row])).get(appealId) ?? [],
    reason: row.reason,
    proposedByName: nameOf(row.proposedBy),
    history: row.codeId === null ? null : await readers.readCodeHistory(db, row.codeId),
    sameCodeAppealIds: await readSameCode(db, row),
    sameMemberAppeals: await countOfMember(db, row),
    events: events.map(({ createdAt, staffId, step, text }) => ({
      at: createdAt.toISOString(),
      staffName: nameOf(staffId),
      step: step as AppealStep,
      text,
    })),
    mayApprove:
      row.state === 'waitingApproval' &&
      caller.staffRole === 'administrator' &&
      row.proposedBy !== caller.staffId,
  };
}

async function readEvents(db: Db, appealId: number) {
  return db
    .selectFrom('appealEvent')
    .select(['createdAt', 'staffId', 'step', 'text'])
    .where('appealId', '=', appealId)
    .orderBy('appealEventId')
    .execute();
}

async function readSameCode(db: Db, { codeId, appealId }: AppealRow): Promise<number[]> {
  if (codeId === null) return [];
  const rows = await db
    .selectFrom('appeal')
    .select('appealId')
    .where('codeId', '=', codeColumn(codeId))
    .where('appealId', '<>', appealId)
    .orderBy('appealId', 'desc')
    .limit(sameCodeMax)
    .execute();
  return rows.map((row) => row.appealId);
}

async function countOfMember(db: Db, { memberId, appealId }: AppealRow): Promise<number> {
  const { others } = await db
    .selectFrom('appeal')
    .select(sql<number>`count(*)::int`.as('others'))
    .where('memberId', '=', memberId)
    .where('appealId', '<>', appealId)
    .executeTakeFirstOrThrow();
  return others;
}
