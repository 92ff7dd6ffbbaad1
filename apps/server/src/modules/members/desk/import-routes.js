import { Readable } from 'node:stream';
import { sendList } from '../../../platform/send-list.ts';
import { cancelMemberImport, startMemberImport } from './change-member-import.ts';
import { importFileUnreadable } from './errors.ts';
import { createRowSeal } from './import-row-seal.ts';
import { importTexts } from './import-texts.ts';
import { memberImportColumns } from './member-import-columns.ts';
import { getMemberImport, listMemberImports } from './member-import-queries.ts';
import { receiveMemberImport } from './receive-member-import.ts';
import { sendImportErrors, sendTemplate } from './send-import-files.ts';
export function registerMemberImportRoutes(route, dependencies) {
    const { db, clock, addJob } = dependencies;
    const rowSeal = createRowSeal(dependencies.masterKey);
    route('GET /api/hq/member-imports', ({ query }) => listMemberImports(db, dependencies, query));
    route('GET /api/hq/member-imports/export', async ({ query, caller, request, reply }) => {
        const { format, ...filter } = query;
        await sendList({ request, reply }, {
            format,
            language: caller.language,
            now: clock.now(),
            name: { zh: '会员导入', en: 'member-imports' },
            columns: memberImportColumns,
            readPage: (page) => listMemberImports(db, dependencies, { ...filter, ...page }),
        });
    });
    route('POST /api/hq/member-imports', async ({ query, request, caller }) => {
        const { body } = request;
        if (!(body instanceof Readable))
            throw importFileUnreadable(importTexts.noFile);
        const memberImportId = await receiveMemberImport({ db, clock, addJob, rowSeal }, {
            fileName: query.fileName,
            body,
            announcedBytes: Number(request.headers['content-length'] ?? 0),
            staffId: caller.staffId,
        });
        return getMemberImport(db, dependencies, memberImportId);
    });
    route('GET /api/hq/member-imports/template', async ({ query, caller, request, reply }) => {
        sendTemplate({ request, reply }, { ...query, language: caller.language });
    });
    route('GET /api/hq/member-imports/:memberImportId', ({ params }) => getMemberImport(db, dependencies, params.memberImportId));
    route('POST /api/hq/member-imports/:memberImportId/run', async ({ params }) => {
        const { memberImportId } = params;
        await db.transaction().execute((tx) => startMemberImport(tx, addJob, memberImportId));
        return getMemberImport(db, dependencies, memberImportId);
    });
    route('POST /api/hq/member-imports/:memberImportId/cancel', async ({ params }) => {
        const { memberImportId } = params;
        const now = clock.now();
        await db.transaction().execute((tx) => cancelMemberImport(tx, { memberImportId, now }));
        return getMemberImport(db, dependencies, memberImportId);
    });
    route('GET /api/hq/member-imports/:memberImportId/errors', async (input) => {
        const { params, query, caller } = input;
        const { memberImportId } = params;
        const { state } = await getMemberImport(db, dependencies, memberImportId);
        const file = { memberImportId, state, format: query.format, language: caller.language };
        sendImportErrors(input, { db, rowSeal }, file);
    });
}
