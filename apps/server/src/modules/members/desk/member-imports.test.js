import { writeXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readImportTable } from './read-import-table.ts';
import { aNumber, openMemberDesk } from './member-desk.test-support.ts';
import { purgeMemberImports, recoverMemberImports } from './tidy-member-imports.ts';
import { addJob } from '../../../platform/jobs.ts';
let desk;
beforeAll(async () => {
    desk = await openMemberDesk();
});
afterAll(() => desk.close());
const dayMs = 24 * 60 * 60 * 1000;
function memberOf(mobile) {
    return desk.db
        .selectFrom('member')
        .selectAll()
        .where('mobileHash', '=', desk.mobiles.read(mobile).hash)
        .executeTakeFirst();
}
test('S13: a file is first only checked, then writes what the check said', async () => {
    const [fresh, known, twice] = [aNumber(), aNumber(), aNumber()];
    await desk.add({ mobile: known, name: '旧名', shopName: '旧店', tags: ['旧'], remark: '旧注' });
    const file = [
        '手机号,姓名,类型,门店,地区,标签,备注',
        `${fresh},张三,厨师,"好味, ""老"" 店",江苏省 苏州市,老客户;面馆,第一批`,
        `${known},,厨师,,,新、旧,`,
        `${twice},李四,,,,,`,
        `+86 ${twice},李四二,,,,,`,
        `1540000,短号,,,,,`,
        '',
        `${aNumber()},王五,老板,,,,`,
        `${aNumber()},赵六,,,火星,,`,
    ].join('\r\n');
    const checked = await desk.check(file);
    expect(checked).toMatchObject({
        fileName: '会员.csv',
        state: 'checked',
        rowsRead: 7,
        newCount: 2,
        knownCount: 1,
        wrongCount: 4,
        rowsWritten: 0,
        staffName: '员工1',
    });
    expect(await memberOf(fresh)).toBeUndefined();
    const { memberImportId } = checked;
    const started = await desk.ask('POST', `member-imports/${memberImportId}/run`, {});
    expect(started.body).toMatchObject({ state: 'waiting' });
    await desk.jobs.runMemberImport({ memberImportId });
    expect(await desk.getImport(memberImportId)).toMatchObject({ state: 'done', rowsWritten: 3 });
    expect(await memberOf(fresh)).toMatchObject({
        name: '张三',
        kind: 'chef',
        shopName: '好味, "老" 店',
        regionCode: '320500',
        tags: ['老客户', '面馆'],
        remark: '第一批',
        origin: 'import',
    });
    expect(await memberOf(known)).toMatchObject({
        name: '旧名',
        kind: 'chef',
        shopName: '旧店',
        tags: ['旧', '新'],
        remark: '旧注',
        origin: 'staff',
    });
    expect(await memberOf(twice)).toMatchObject({ name: '李四', kind: 'consumer' });
    const accounts = await desk.db.selectFrom('pointsAccount').select('memberId').execute();
    expect(accounts.map(({ memberId }) => memberId)).toContain((await memberOf(fresh)).memberId);
    const errors = await desk.download(`member-imports/${memberImportId}/errors?format=csv`);
    expect(errors.text.replace('\ufeff', '').trim().split('\r\n')).toEqual([
        '行号,错误原因,手机号,姓名,类型,门店,地区,标签,备注',
        `5,文件里重复：前面已有这个手机号,'+86 ${twice},李四二,,,,,`,
        '6,手机号不对，应为 11 位中国大陆手机号,1540000,短号,,,,,',
        expect.stringMatching(/^8,类型只能是「消费者」或「厨师」,154\d{8},王五,老板,,,,$/),
        expect.stringMatching(/^9,地区不认识.*,154\d{8},赵六,,,火星,,$/),
    ]);
});
test('S13: the error file, mended, is a file that can be sent again', async () => {
    const mobile = aNumber();
    const { memberImportId } = await desk.check(`手机号,姓名,类型\n+86 ${mobile},=王五,老板\n`);
    for (const format of ['csv', 'xlsx']) {
        const errors = await desk.download(`member-imports/${memberImportId}/errors?format=${format}`);
        const rows = await readImportTable(errors.bytes, `errors.${format}`);
        expect(rows).toEqual([
            {
                lineNumber: 2,
                cells: {
                    mobile: `+86 ${mobile}`,
                    name: '=王五',
                    kind: '老板',
                    shop: '',
                    region: '',
                    tags: '',
                    remark: '',
                },
            },
        ]);
    }
});
test('S13: the template can be imported as it is, in both languages and both forms', async () => {
    for (const format of ['csv', 'xlsx']) {
        for (const language of ['zh', 'en']) {
            const { bytes } = await desk.download(`member-imports/template?format=${format}`, language);
            const checked = await desk.check(bytes, `template.${format}`);
            expect([format, language, checked.rowsRead, checked.wrongCount]).toEqual([
                format,
                language,
                1,
                0,
            ]);
        }
    }
});
test('S13: a workbook is read with its numbers as numbers', async () => {
    const mobile = aNumber();
    const rows = [
        ['备注', '手机号', '姓名'],
        [null, Number(mobile), '张三'],
        [null, null, null],
        ['x', 1.54e21, '李四'],
    ];
    const file = Buffer.from(await writeXlsx({ sheets: [{ name: '会员', rows }] }));
    const checked = await desk.check(file, '会员.xlsx');
    expect(checked).toMatchObject({ rowsRead: 2, newCount: 1, wrongCount: 1 });
    const errors = await desk.download(`member-imports/${checked.memberImportId}/errors?format=csv`, 'en');
    expect(errors.text).toContain('4,Excel turned the number into scientific notation');
});
test('S13: numbers of a file wait sealed, and are gone a week after the import ended', async () => {
    const mobile = aNumber();
    const { memberImportId } = await desk.importFile(`手机号\n${mobile}\n`);
    const unused = await desk.check(`手机号\n${aNumber()}\n`);
    const { rows } = await sql `
    select row::text || encode(sealed, 'escape') as row
    from member_import_row row`.execute(desk.db);
    expect(rows.some(({ row }) => row.includes(mobile))).toBe(false);
    const purge = () => desk.db.transaction().execute((tx) => purgeMemberImports(tx, desk.clock.now()));
    const count = async (id) => (await desk.db
        .selectFrom('memberImportRow')
        .selectAll()
        .where('memberImportId', '=', id)
        .execute()).length;
    desk.clock.advanceMs(7 * dayMs - 1);
    await purge();
    expect(await count(memberImportId)).toBe(1);
    desk.clock.advanceMs(2);
    await purge();
    expect(await count(memberImportId)).toBe(0);
    expect((await desk.getImport(unused.memberImportId)).state).toBe('cancelled');
    expect((await desk.getImport(memberImportId)).state).toBe('done');
});
test('S13: jobs run twice, also at once, write every member once', async () => {
    const mobiles = Array.from({ length: 1_200 }, (_, index) => `1549${String(index).padStart(7, '0')}`);
    const { memberImportId } = await desk.check(['手机号', ...mobiles].join('\n'));
    await desk.ask('POST', `member-imports/${memberImportId}/run`, {});
    await desk.ask('POST', `member-imports/${memberImportId}/run`, {});
    await Promise.all(Array.from({ length: 4 }, () => desk.jobs.runMemberImport({ memberImportId })));
    await desk.jobs.checkMemberImport({ memberImportId });
    expect(await desk.getImport(memberImportId)).toMatchObject({
        state: 'done',
        newCount: 1_200,
        rowsWritten: 1_200,
    });
});
test('S13: two files with the same numbers in opposite order both end', async () => {
    const mobiles = Array.from({ length: 900 }, (_, index) => `1548${String(index).padStart(7, '0')}`);
    const one = await desk.check(['手机号,标签', ...mobiles.map((m) => `${m},甲`)].join('\n'));
    const two = await desk.check(['手机号,标签', ...mobiles.toReversed().map((m) => `${m},乙`)].join('\n'));
    for (const { memberImportId } of [one, two]) {
        await desk.ask('POST', `member-imports/${memberImportId}/run`, {});
    }
    await Promise.all([one, two].map(({ memberImportId }) => desk.jobs.runMemberImport({ memberImportId })));
    expect((await memberOf(mobiles[5])).tags.toSorted()).toEqual(['乙', '甲']);
    expect((await desk.list({ tag: '甲', limit: 200 })).length).toBe(900);
    expect((await desk.list({ tag: '乙', limit: 200 })).length).toBe(900);
});
test('S13: a cancelled import writes nothing more and cannot be run', async () => {
    const mobile = aNumber();
    const { memberImportId } = await desk.check(`手机号\n${mobile}\n`);
    await desk.ask('POST', `member-imports/${memberImportId}/run`, {});
    const cancel = () => desk.ask('POST', `member-imports/${memberImportId}/cancel`, {});
    expect((await cancel()).body).toMatchObject({ state: 'cancelled' });
    expect((await cancel()).status).toBe(200);
    await desk.jobs.runMemberImport({ memberImportId });
    expect(await memberOf(mobile)).toBeUndefined();
    expect(await desk.ask('POST', `member-imports/${memberImportId}/run`, {})).toMatchObject({
        status: 409,
        body: { code: 'import_state_conflict' },
    });
    const unknown = await desk.ask('POST', 'member-imports/999999/run', {});
    expect(unknown.body.code).toBe('import_not_found');
});
test('S13: an import that lost its job goes on', async () => {
    const { memberImportId } = await desk.check(`手机号\n${aNumber()}\n`);
    await desk.ask('POST', `member-imports/${memberImportId}/run`, {});
    await sql `delete from graphile_worker._private_jobs`.execute(desk.db);
    await recoverMemberImports({ db: desk.db, addJob });
    const { rows } = await sql `
    select key from graphile_worker._private_jobs`.execute(desk.db);
    expect(rows.map(({ key }) => key)).toContain(`runMemberImport:${memberImportId}`);
});
test('S13: imports are listed newest first, by pages', async () => {
    const first = await desk.ask('GET', 'member-imports?limit=2');
    const second = await desk.ask('GET', `member-imports?limit=2&cursor=${first.body.next}`);
    const listed = [...first.body.rows, ...second.body.rows].map((row) => row.memberImportId);
    expect(listed).toEqual(listed.toSorted((a, b) => b - a));
    expect(new Set(listed).size).toBe(4);
});
