import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeCursor } from '../../../platform/paging.ts';
import { aNumber, openMemberDesk } from './member-desk.test-support.ts';
let desk;
beforeAll(async () => {
    desk = await openMemberDesk();
    for (const index of Array(25).keys()) {
        desk.clock.advanceMs(1);
        await desk.add({ name: `会员${String.fromCodePoint(0x4e00 + index * 7)}`, tags: ['名单'] });
    }
});
afterAll(() => desk.close());
const names = (members) => members.map(({ name }) => name);
const ids = (members) => members.map(({ memberId }) => memberId);
async function givePoints(memberId, points) {
    const attempt = { attemptId: randomUUID(), points, reason: '测试' };
    const { status } = await desk.ask('POST', `members/${memberId}/adjustments`, attempt);
    expect(status).toBe(200);
}
test('S13: a name or a shop is found by any part of it, down to one character', async () => {
    const { memberId } = await desk.add({ name: '欧阳修远', shopName: 'Old Wharf 老码头火锅' });
    for (const search of [
        '欧阳',
        '阳修',
        '修远',
        '欧',
        '欧阳修远',
        '老码头',
        'old wharf',
        'WHARF',
        '码头火',
    ]) {
        expect([search, ids(await desk.list({ search }))]).toEqual([search, [memberId]]);
    }
    expect(await desk.list({ search: '欧远' })).toEqual([]);
    expect(await desk.list({ search: '修远老码' })).toEqual([]);
});
test('S13: signs that mean something to SQL are found as themselves', async () => {
    const { memberId } = await desk.add({ name: `100%_纯\\粮'酒"` });
    for (const search of ['%', '_', '0%_', '\\', "'", '"', "粮'酒"]) {
        expect([search, ids(await desk.list({ search }))]).toEqual([search, [memberId]]);
    }
    expect(ids(await desk.list({ search: '\u0000100%\u202e' }))).toEqual([memberId]);
    expect(await desk.list({ search: '%%' })).toEqual([]);
});
test('S13: four digits find the end of a number, eleven the whole, however they are typed', async () => {
    const mobile = `154${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}7391`;
    const { memberId } = await desk.add({ mobile });
    for (const search of ['7391', '７３９１', mobile, `+86 ${mobile}`, ` ${mobile} `]) {
        expect([search, ids(await desk.list({ search }))]).toEqual([search, [memberId]]);
    }
    expect(await desk.list({ search: aNumber() })).toEqual([]);
});
test('S13: a province takes in its cities, a city its counties, and nobody else', async () => {
    const province = await desk.add({ regionCode: '330000' });
    const city = await desk.add({ regionCode: '330100' });
    const county = await desk.add({ regionCode: '330102' });
    await desk.add({ regionCode: '340100' });
    const of = async (region) => ids(await desk.list({ region, sort: 'oldest' }));
    expect(await of('330000')).toEqual([province.memberId, city.memberId, county.memberId]);
    expect(await of('330100')).toEqual([city.memberId, county.memberId]);
    expect(await of('330102')).toEqual([county.memberId]);
    expect(await of('990000')).toEqual([]);
});
test('S13: kind, tag, status, WeChat and the day of registration narrow the list together', async () => {
    desk.clock.advanceMs(10_000);
    const from = desk.clock.now().toISOString();
    const wanted = await desk.add({ kind: 'chef', tags: ['筛选'] });
    await desk.add({ tags: ['筛选'] });
    await desk.add({ kind: 'chef', tags: ['筛选二'] });
    desk.clock.advanceMs(1_000);
    const to = desk.clock.now().toISOString();
    await desk.add({ kind: 'chef', tags: ['筛选'] });
    const both = { kind: 'chef', tag: '筛选', registeredFrom: from, registeredTo: to };
    expect(ids(await desk.list(both))).toEqual([wanted.memberId]);
    await desk.ask('POST', `members/${wanted.memberId}/freeze`, { frozen: true, reason: '查' });
    expect(ids(await desk.list({ status: 'frozen' }))).toEqual([wanted.memberId]);
    expect(await desk.list({ ...both, status: 'active' })).toEqual([]);
    const identity = { appId: 'wx1', openId: 'o1', memberId: wanted.memberId };
    await desk.db
        .insertInto('memberIdentity')
        .values({ ...identity, boundAt: desk.clock.now() })
        .execute();
    const bound = await desk.list({ inWechat: 'yes' });
    expect(bound.map(({ memberId, inWechat }) => [memberId, inWechat])).toEqual([
        [wanted.memberId, true],
    ]);
    expect(ids(await desk.list({ tag: '筛选', inWechat: 'no' }))).not.toContain(wanted.memberId);
    expect((await desk.page({ registeredFrom: 'yesterday, around noon' })).status).toBe(400);
});
test('S13: every order pages through everybody once', async () => {
    const all = await desk.list();
    for (const sort of ['newest', 'oldest', 'name', 'points']) {
        const paged = ids(await desk.list({ sort, limit: 7 }));
        expect([sort, paged.toSorted()]).toEqual([sort, ids(all).toSorted()]);
        expect([sort, paged]).toEqual([sort, ids(await desk.list({ sort, limit: 200 }))]);
    }
    const newest = all.map(({ createdAt }) => createdAt);
    expect(newest).toEqual(newest.toSorted().reverse());
});
test('S13: names are in the order of pinyin, and forty emoji still page', async () => {
    const emoji = '👨'.repeat(39);
    const tags = ['拼音'];
    for (const name of ['张三', '李四', '王五', '阿明', `${emoji}二`, `${emoji}一`]) {
        await desk.add({ name, tags });
    }
    const listed = names(await desk.list({ tag: '拼音', sort: 'name', limit: 1 }));
    expect(listed.slice(-4)).toEqual(['阿明', '李四', '王五', '张三']);
    expect(listed).toHaveLength(6);
});
test('S13: points sort and narrow the list, alone and with other filters', async () => {
    const rich = await desk.add({ name: '富豪甲', tags: ['积分'] });
    const equal = await desk.add({ name: '富豪乙', tags: ['积分'] });
    const poor = await desk.add({ name: '穷人丙', tags: ['积分'] });
    await givePoints(rich.memberId, 5_000);
    await givePoints(equal.memberId, 5_000);
    await givePoints(poor.memberId, 3);
    const byPoints = await desk.list({ sort: 'points', limit: 1, pointsMin: 1 });
    expect(byPoints.map(({ memberId, balance }) => [memberId, balance])).toEqual([
        [equal.memberId, 5_000],
        [rich.memberId, 5_000],
        [poor.memberId, 3],
    ]);
    const tagged = { tag: '积分', limit: 1 };
    expect(ids(await desk.list({ ...tagged, sort: 'points' }))).toEqual(ids(byPoints));
    expect(ids(await desk.list({ ...tagged, sort: 'points', pointsMax: 4_999 }))).toEqual([
        poor.memberId,
    ]);
    expect(ids(await desk.list({ ...tagged, pointsMin: 4, sort: 'oldest' }))).toEqual([
        rich.memberId,
        equal.memberId,
    ]);
    expect(await desk.list({ pointsMin: 5_001 })).toEqual([]);
    expect(await desk.list({ pointsMin: 10, pointsMax: 9 })).toEqual([]);
});
test('S13: a cursor that is not of this list is refused', async () => {
    const forged = [
        'x',
        writeCursor({}),
        writeCursor({ sort: 'newest', key: 'x', memberId: 1 }),
        writeCursor({ sort: 'newest', key: -1, memberId: 1 }),
        writeCursor({ sort: 'newest', key: 1.5, memberId: 1 }),
        writeCursor({ sort: 'oldest', key: 1, memberId: 1 }),
        writeCursor({ sort: 'newest', key: 1, memberId: 'x' }),
    ];
    for (const cursor of forged) {
        const { status } = await desk.page({ cursor: cursor });
        expect([cursor, status]).toEqual([cursor, 400]);
    }
    const nul = writeCursor({ sort: 'name', key: 'a\u0000', memberId: 1 });
    expect((await desk.page({ sort: 'name', cursor: nul })).status).toBe(400);
    const half = writeCursor({ sort: 'name', key: '\ud800', memberId: 1 });
    expect((await desk.page({ sort: 'name', cursor: half })).status).toBe(400);
    const far = writeCursor({ sort: 'newest', key: Number.MAX_SAFE_INTEGER, memberId: 1 });
    expect((await desk.page({ cursor: far })).status).toBe(200);
});
test('S13: the export has everybody the filter lets through, numbers masked, formulas as text', async () => {
    const mobile = aNumber();
    await desk.add({ mobile, name: '=HYPERLINK("x")', tags: ['导出'], regionCode: '320505' });
    const { text, reply } = await desk.download(`members/export?format=csv&tag=${encodeURIComponent('导出')}`);
    const [heading, row] = text.replace('\ufeff', '').split('\r\n');
    expect(heading).toBe('会员编号,姓名,手机号,类型,门店,地区,标签,积分余额,状态,来源,已绑定微信,注册时间');
    expect(row).toContain(`"'=HYPERLINK(""x"")",154****${mobile.slice(-4)},消费者,`);
    expect(row).toContain('江苏省 苏州市 虎丘区');
    expect(text).not.toContain(mobile);
    expect(reply.headers['content-disposition']).toMatch(/filename="members-\d{8}\.csv"/);
    const everybody = await desk.download('members/export?format=csv', 'en');
    expect(everybody.text.trim().split('\r\n')).toHaveLength((await desk.list()).length + 1);
    expect(everybody.text).toContain('Consumer');
    expect((await desk.download('members/export?format=csv&registeredTo=tomorrow-and-then-some')).status).toBe(400);
});
