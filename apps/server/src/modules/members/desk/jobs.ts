import type { Clock } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database.ts';
import type { TaskHandlers } from '../../../platform/jobs.ts';
import { createMobileReader } from '../mobile.ts';
import { checkMemberImport } from './check-member-import.ts';
import { createRowSeal, RowUnreadable } from './import-row-seal.ts';
import { importTexts } from './import-texts.ts';
import { runMemberImport } from './run-member-import.ts';

export interface MemberDeskJobDependencies {
  db: Db;
  clock: Clock;
  masterKey: Buffer;
  /** Opens the points account, in the transaction that makes the member. */
  onMemberCreated: (tx: Tx, memberId: number) => Promise<void>;
  log: { info: (details: object, message: string) => void };
}

/** What head office's side of members does later. A job that throws is run again by the queue. */
export function createMemberDeskJobs({
  masterKey,
  log,
  ...dependencies
}: MemberDeskJobDependencies): Pick<TaskHandlers, 'checkMemberImport' | 'runMemberImport'> {
  const tools = {
    ...dependencies,
    mobiles: createMobileReader(masterKey),
    rowSeal: createRowSeal(masterKey),
  };
  return {
    async checkMemberImport({ memberImportId }) {
      await orFail(tools, memberImportId, () => checkMemberImport(tools, memberImportId));
      log.info({ memberImportId }, 'file of members checked');
    },
    async runMemberImport({ memberImportId }) {
      await orFail(tools, memberImportId, () => runMemberImport(tools, memberImportId));
      log.info({ memberImportId }, 'file of members written');
    },
  };
}

/** What trying again cannot mend ends the import. */
async function orFail(
  { db, clock }: Pick<MemberDeskJobDependencies, 'db' | 'clock'>,
  memberImportId: number,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RowUnreadable)) throw error;
    await db
      .updateTable('memberImport')
      .set({ state: 'failed', failure: importTexts.keyChanged, finishedAt: clock.now() })
      .where('memberImportId', '=', memberImportId)
      .where('state', 'in', ['checking', 'waiting', 'running'])
      .execute();
  }
}
