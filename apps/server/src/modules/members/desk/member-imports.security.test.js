import { deflateRawSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemberDeskJobs } from './jobs.ts';
import { readImportTable } from './read-import-table.ts';
import { aNumber, openMemberDesk } from './member-desk.test-support.ts';
import { unfinishedMax } from './receive-member-import.ts';
let desk;
beforeAll(async () => {
    desk = await openMemberDesk();
});
afterAll(() => desk.close());
async function refusalOf(file, fileName = '会员.csv') {
    const { status, body } = await desk.upload(file, fileName);
    expect([status >= 400 && status < 500, body.code]).toEqual([true, 'import_file_unreadable']);
    return body.message;
}
async function aWorkbook(rows) {
    return Buffer.from(await writeXlsx({ sheets: [{ name: '会员', rows }] }));
}
test('S13: what is no table is refused in words, whatever it is called', async () => {
    const exe = Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00\x00\x00'), Buffer.alloc(5_000, 0)]);
    expect(await refusalOf(exe, '会员.xlsx')).toContain('不是 Excel');
    expect(await refusalOf(exe, '会员.csv')).toContain('不是文本');
    expect(await refusalOf(Buffer.from('d0cf11e0a1b11ae1', 'hex'), '会员.xls')).toContain('旧版');
    expect(await refusalOf(Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), '会员.xlsx')).toContain('损坏');
    expect(await refusalOf('')).toContain('没有会员');
    expect(await refusalOf('手机号,姓名\n')).toContain('没有会员');
    expect(await refusalOf('姓名,门店\n张三,好味\n')).toContain('「手机号」');
    expect(await refusalOf(Buffer.alloc(20 * 2 ** 20 + 1, 0x61))).toContain('20 MB');
    expect(await desk.db.selectFrom('memberImport').selectAll().execute()).toEqual([]);
});
test('S13: a file cut short anywhere is refused or read, never a fault of ours', async () => {
    const rows = Array.from({ length: 200 }, (_, index) => [aNumber(), `张${index}`, '厨师']);
    const whole = await aWorkbook([['手机号', '姓名', '类型'], ...rows]);
    for (let part = 1; part < 20; part += 1) {
        await refusalOf(whole.subarray(0, Math.floor((whole.length * part) / 20)), '会员.xlsx');
    }
    expect(await refusalOf(`手机号,姓名\n${aNumber()},"张三\n`)).toContain('不完整');
    const utf8 = Buffer.from(`手机号,姓名\n${aNumber()},张三`);
    await refusalOf(utf8.subarray(0, utf8.length - 1));
});
test('S13: bytes changed anywhere in a workbook are refused or read, never a fault of ours', async () => {
    const whole = await aWorkbook([
        ['手机号', '姓名'],
        [aNumber(), '张三'],
    ]);
    const statuses = new Set();
    for (let at = 4; at < whole.length; at += 41) {
        const changed = Buffer.from(whole);
        changed[at] = changed[at] ^ 0xff;
        const read = await readImportTable(changed, 'x.xlsx').then(() => 200, (error) => error.status ?? 500);
        statuses.add(read);
    }
    expect(statuses).not.toContain(500);
});
test('S13: more than fifty thousand rows are refused, in CSV and in XLSX', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => 15_400_000_000 + index);
    expect(await refusalOf(['手机号', ...rows].join('\n'))).toContain('50000 行');
    const workbook = await aWorkbook([['手机号'], ...rows.map((row) => [row])]);
    expect(await refusalOf(workbook, '会员.xlsx')).toContain('50000 行');
});
test('S13: a workbook that unpacks without end is refused before it fills the memory', async () => {
    const bomb = zipOf('xl/worksheets/sheet1.xml', deflateRawSync(Buffer.alloc(130 * 2 ** 20, 0x20)));
    expect(bomb.length).toBeLessThan(300_000);
    expect(await refusalOf(bomb, '会员.xlsx')).toContain('解压后太大');
    // A workbook may call its texts what it likes; they are read in one go all the same.
    const texts = zipOf('xl/renamed.xml', deflateRawSync(Buffer.alloc(33 * 2 ** 20, 0x20)));
    expect(await refusalOf(texts, '会员.xlsx')).toContain('解压后太大');
});
test('S13: a name from a file cannot run as a formula or a script', async () => {
    const mobile = aNumber();
    const name = `=cmd|' /C calc'!A0<script>`;
    await desk.importFile(`手机号,姓名\n${mobile},"${name}"\n${mobile},"${name}"\n`);
    const [member] = await desk.list({ search: mobile });
    expect(member?.name).toBe(name);
    const { text } = await desk.download('members/export?format=csv');
    expect(text).toContain(`'${name}`);
});
test('S13: fields too long, tags too many and numbers missing are told row by row', async () => {
    const file = [
        '手机号,姓名,门店,标签,备注',
        `${aNumber()},${'长'.repeat(41)},,,`,
        `${aNumber()},${'👨'.repeat(40)},,,`,
        `${aNumber()},,${'长'.repeat(61)},,`,
        `${aNumber()},,,${'长'.repeat(21)},`,
        `${aNumber()},,,${Array.from({ length: 21 }, (_, index) => `标${index}`).join(';')},`,
        `${aNumber()},,,,${'长'.repeat(501)}`,
        ',没有号码,,,',
        '1.54E+10,科学计数,,,',
        `${'9'.repeat(2_000_000)},很长,,,`,
    ].join('\n');
    const { memberImportId, newCount, wrongCount } = await desk.check(file);
    expect([newCount, wrongCount]).toEqual([1, 8]);
    const rows = await desk.db
        .selectFrom('memberImportRow')
        .select('problem')
        .where('memberImportId', '=', memberImportId)
        .orderBy('lineNumber')
        .execute();
    expect(rows.map(({ problem }) => problem)).toEqual([
        'nameTooLong',
        null,
        'shopTooLong',
        'tagTooLong',
        'tooManyTags',
        'remarkTooLong',
        'mobileMissing',
        'mobileScientific',
        'mobileInvalid',
    ]);
});
test('S13: a file sealed under another master key ends as failed, with the reason', async () => {
    const { body } = await desk.upload(`手机号\n${aNumber()}\n`);
    const { memberImportId } = body;
    const { db, clock } = desk;
    const jobs = createMemberDeskJobs({
        db,
        clock,
        masterKey: Buffer.alloc(32, 7),
        onMemberCreated: () => Promise.resolve(),
        log: { info: () => undefined },
    });
    await jobs.checkMemberImport({ memberImportId });
    const failed = await desk.getImport(memberImportId);
    expect([failed.state, failed.failure]).toEqual(['failed', expect.stringContaining('主密钥')]);
});
test('S13: uploads cannot fill the server one beside the other', async () => {
    for (let index = 0; index < unfinishedMax; index += 1) {
        expect((await desk.upload(`手机号\n${aNumber()}\n`)).status).toBe(200);
    }
    expect((await desk.upload(`手机号\n${aNumber()}\n`)).status).toBe(503);
    const answers = await Promise.all(Array.from({ length: 20 }, () => desk.upload(`手机号\n${aNumber()}\n`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
});
/** An archive of one deflated file; sizes and check sums are lies, as in an evil one. */
function zipOf(name, packed) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(100, 24);
    central.writeUInt16LE(name.length, 28);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(46 + name.length, 12);
    end.writeUInt32LE(30 + name.length + packed.length, 16);
    return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}
