import { createMobileReader } from '../mobile.ts';
import { checkMemberImport } from './check-member-import.ts';
import { createRowSeal, RowUnreadable } from './import-row-seal.ts';
import { importTexts } from './import-texts.ts';
import { runMemberImport } from './run-member-import.ts';
/** What head office's side of members does later. A job that throws is run again by the queue. */
export function createMemberDeskJobs({ masterKey, log, ...dependencies }) {
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
async function orFail({ db, clock }, memberImportId, work) {
    try {
        await work();
    }
    catch (error) {
        if (!(error instanceof RowUnreadable))
            throw error;
        await db
            .updateTable('memberImport')
            .set({ state: 'failed', failure: importTexts.keyChanged, finishedAt: clock.now() })
            .where('memberImportId', '=', memberImportId)
            .where('state', 'in', ['checking', 'waiting', 'running'])
            .execute();
    }
}
