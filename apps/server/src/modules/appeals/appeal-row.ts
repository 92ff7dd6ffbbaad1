import type { AppealKind, AppealState } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database.ts';
import { appealNotFound } from './errors.ts';

export interface AppealRow {
  appealId: number;
  memberId: number;
  attemptId: string;
  kind: AppealKind;
  state: AppealState;
  note: string;
  codeId: bigint | null;
  productId: number | null;
  answer: string | null;
  reason: string | null;
  grantedPoints: number;
  proposedPoints: number | null;
  proposedBy: number | null;
  proposedAt: Date | null;
  answerAttemptId: string | null;
  answeredBy: number | null;
  approvedBy: number | null;
  version: number;
  createdAt: Date;
  answeredAt: Date | null;
}

/** A query of whole appeals; give its rows to `readRow`. A code's number has more than 53 bits. */
export function selectAppeals(db: Db) {
  return db
    .selectFrom('appeal')
    .select([
      'appealId',
      'memberId',
      'attemptId',
      'kind',
      'state',
      'note',
      sql<string | null>`code_id::text`.as('codeText'),
      'productId',
      'answer',
      'reason',
      'grantedPoints',
      'proposedPoints',
      'proposedBy',
      'proposedAt',
      'answerAttemptId',
      'answeredBy',
      'approvedBy',
      'version',
      'createdAt',
      'answeredAt',
    ]);
}

type FoundRow = Omit<AppealRow, 'kind' | 'state' | 'codeId'> & {
  kind: string;
  state: string;
  codeText: string | null;
};

/** A row as the database gave it. */
export function readRow({ codeText, ...row }: FoundRow): AppealRow {
  return {
    ...row,
    kind: row.kind as AppealKind,
    state: row.state as AppealState,
    codeId: codeText === null ? null : BigInt(codeText),
  };
}

/** The number of a code as a value of the column. */
export function codeColumn(codeId: bigint) {
  return sql<number>`${codeId}::bigint`;
}

/** One appeal; of its member alone when one is named. Throws appeal_not_found. */
export async function requireAppeal(
  db: Db,
  asked: { appealId: number; memberId?: number },
): Promise<AppealRow> {
  const row = await queryOne(db, asked).executeTakeFirst();
  if (!row) throw appealNotFound();
  return readRow(row);
}

/** The same, and nobody else moves it until the end of the transaction. */
export async function lockAppeal(
  tx: Tx,
  asked: { appealId: number; memberId?: number },
): Promise<AppealRow> {
  const row = await queryOne(tx, asked).forUpdate().executeTakeFirst();
  if (!row) throw appealNotFound();
  return readRow(row);
}

function queryOne(db: Db, { appealId, memberId }: { appealId: number; memberId?: number }) {
  const query = selectAppeals(db).where('appealId', '=', appealId);
  return memberId === undefined ? query : query.where('memberId', '=', memberId);
}
