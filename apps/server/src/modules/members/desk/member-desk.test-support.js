import { randomBytes, randomInt } from 'node:crypto';
import { freshDatabase } from '../../../../test/harness-database.ts';
import { createTestClock } from '../../../../test/test-clock.ts';
import { openTestRoute } from '../../../../test/test-route.ts';
import { addJob } from '../../../platform/jobs.ts';
import { adjustPoints, ensureLedgerPartitions, filterByBalance, listAccountsByBalance, openAccount, readBalances, } from '../../points/index.ts';
import { createMobileReader } from '../mobile.ts';
import { createMemberDeskJobs } from './jobs.ts';
import { registerMemberDeskRoutes } from './routes.ts';
/** Head office's side of members on a database of its own, asked over HTTP as an administrator. */
export async function openMemberDesk() {
    const database = await freshDatabase({ max: 20 });
    const { db } = database;
    const masterKey = randomBytes(32);
    const clock = createTestClock();
    await db.transaction().execute((tx) => ensureLedgerPartitions(tx, clock.now()));
    const notices = [];
    const { app, route } = openTestRoute({
        who: ({ headers }) => ({ language: headers['accept-language'] === 'en' ? 'en' : 'zh' }),
    });
    registerMemberDeskRoutes(route, {
        db,
        clock,
        masterKey,
        addJob,
        onMemberCreated: openAccount,
        readBalances,
        filterByBalance,
        listAccountsByBalance,
        adjustPoints,
        notify: async (_tx, notice) => void notices.push(notice),
        readStaffNames: async (_db, ids) => new Map(ids.map((id) => [id, `员工${id}`])),
    });
    const log = { info: () => undefined };
    const jobs = createMemberDeskJobs({ db, clock, masterKey, onMemberCreated: openAccount, log });
    const close = async () => {
        await app.close();
        await database.close();
    };
    const desk = { app, db, pool: database.pool, clock, masterKey, notices, jobs, close };
    return { ...desk, mobiles: createMobileReader(masterKey), ...actions(app, jobs) };
}
/** A number of the unassigned 154 prefix. */
export function aNumber() {
    return `154${String(randomInt(100_000_000)).padStart(8, '0')}`;
}
export const plainFields = {
    name: '王小明',
    kind: 'consumer',
    shopName: '',
    regionCode: null,
    tags: [],
    remark: '',
};
function actions(app, jobs) {
    async function ask(method, path, body) {
        const url = `/api/hq/${path}`;
        const reply = await app.inject({ method, url, ...(body ? { payload: body } : {}) });
        return { status: reply.statusCode, body: reply.json() };
    }
    async function add(fields = {}) {
        const payload = { mobile: aNumber(), ...plainFields, ...fields };
        const { status, body } = await ask('POST', 'members', payload);
        if (status !== 200)
            throw new Error(JSON.stringify(body));
        return body;
    }
    /** One page, refused or not. */
    function page(query) {
        const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
        return ask('GET', `members?${text.toString()}`);
    }
    /** The whole list, page by page. */
    async function list(query = {}) {
        const rows = [];
        let cursor = {};
        for (let pages = 0; pages < 1_000; pages += 1) {
            const { status, body } = await page({ ...query, ...cursor });
            if (status !== 200)
                throw new Error(JSON.stringify(body));
            rows.push(...body.rows);
            if (body.next === null)
                return rows;
            cursor = { cursor: body.next };
        }
        throw new Error('the list has no end');
    }
    async function download(path, language = 'zh') {
        const headers = { 'accept-language': language };
        const reply = await app.inject({ method: 'GET', url: `/api/hq/${path}`, headers });
        return { status: reply.statusCode, text: reply.body, bytes: reply.rawPayload, reply };
    }
    async function upload(file, fileName = '会员.csv') {
        const reply = await app.inject({
            method: 'POST',
            url: `/api/hq/member-imports?fileName=${encodeURIComponent(fileName)}`,
            headers: { 'content-type': 'application/octet-stream' },
            payload: file,
        });
        return { status: reply.statusCode, body: reply.json() };
    }
    async function getImport(memberImportId) {
        return (await ask('GET', `member-imports/${memberImportId}`)).body;
    }
    /** Uploads a file and runs the dry run. */
    async function check(file, fileName) {
        const { status, body } = await upload(file, fileName);
        if (status !== 200)
            throw new Error(JSON.stringify(body));
        await jobs.checkMemberImport({ memberImportId: body.memberImportId });
        return getImport(body.memberImportId);
    }
    /** Uploads, checks and writes a file. */
    async function importFile(file, fileName) {
        const { memberImportId } = await check(file, fileName);
        await ask('POST', `member-imports/${memberImportId}/run`, {});
        await jobs.runMemberImport({ memberImportId });
        return getImport(memberImportId);
    }
    return { ask, add, page, list, download, upload, getImport, check, importFile };
}
