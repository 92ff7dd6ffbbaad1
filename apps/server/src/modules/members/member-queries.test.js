import { expect, test } from 'vitest';
import { countMembers, createMemberAuthenticator, describeMembers, createMemberFinder, findMemberIdsByMobile, purgeMemberSessions, readClaimants, startSession, } from './index.ts';
import { appId, masterKey, useMembersBench } from './members-bench.ts';
const bench = useMembersBench();
async function memberIdOf(mobile) {
    const [id] = await findMemberIdsByMobile(bench.database.db, masterKey, mobile);
    return id ?? -1;
}
test('S13: members are found by whole number or last four digits, and by nothing else', async () => {
    await bench.bind('15400000001');
    await bench.bind('15400010001');
    await bench.bind('15400000002');
    const { db } = bench.database;
    const found = (text) => findMemberIdsByMobile(db, masterKey, text);
    expect(await found('+86 154 0000 0001')).toEqual([bench.opened[0]]);
    expect(await found('0001')).toEqual([bench.opened[1], bench.opened[0]]);
    for (const text of ['', '000', '00001', '%', '_0001', '\u0000', '15400000009']) {
        expect(await found(text)).toEqual([]);
    }
});
test('S14: lists get name, kind, masked number and region of many members at once', async () => {
    await bench.bind('15400000001', { profile: { name: '王师傅', kind: 'chef' } });
    const { db } = bench.database;
    const memberId = await memberIdOf('15400000001');
    expect(await describeMembers(db, [memberId, memberId, 999_999])).toEqual(new Map([
        [memberId, { name: '王师傅', kind: 'chef', mobileMasked: '154****0001', regionCode: null }],
    ]));
    expect(await describeMembers(db, [])).toEqual(new Map());
});
test('S4: the claim learns who is active, of what kind and of which city, in one statement', async () => {
    await bench.bind('15400000001', { profile: { kind: 'chef', regionCode: '320505' } });
    await bench.bind('15400000002');
    const [active, frozen] = [await memberIdOf('15400000001'), await memberIdOf('15400000002')];
    await bench.rows(`update member set status = 'frozen', frozen_reason = '' where member_id = $1`, [
        frozen,
    ]);
    const { db } = bench.database;
    expect(await readClaimants(db, [active, frozen, 999_999])).toEqual(new Map([
        [active, { status: 'active', kind: 'chef', regionCode: '320500' }],
        [frozen, { status: 'frozen', kind: 'consumer', regionCode: null }],
    ]));
    await bench.rows(`update member set region_code = '320000' where member_id = $1`, [active]);
    expect((await readClaimants(db, [active])).get(active)?.regionCode).toBe('320000');
    expect(await readClaimants(db, [])).toEqual(new Map());
    expect(await countMembers(db)).toBe(2);
});
test('S2: the chat finds the member of a WeChat user, of this account only', async () => {
    await bench.bind('15400000001', { token: await bench.enterFromWechat('open-1') });
    const { db } = bench.database;
    expect(await createMemberFinder(db, async () => appId)('open-1')).toBe(bench.opened[0]);
    expect(await createMemberFinder(db, async () => 'wx-other')('open-1')).toBeNull();
    expect(await createMemberFinder(db, async () => undefined)('open-1')).toBeNull();
    expect(await createMemberFinder(db, async () => appId)('open-2')).toBeNull();
});
test('S4: five hundred requests at once are each told who they are, and nothing is written', async () => {
    const { db } = bench.database;
    const tokens = await db.transaction().execute(async (tx) => {
        const made = [];
        for (let memberId = 1; memberId <= 500; memberId += 1) {
            made.push((await startSession(tx, { memberId }, bench.clock)).token);
        }
        return made;
    });
    const before = await bench.rows('select xmin, * from member_session order by member_id');
    const authenticate = createMemberAuthenticator({ db, clock: bench.clock });
    const requestOf = (token) => ({ cookies: { mashang_member: token } });
    const found = await Promise.all(tokens.map((token) => authenticate(requestOf(token))));
    expect(found.map((one) => one?.memberId)).toEqual(tokens.map((_token, index) => index + 1));
    expect(await bench.rows('select xmin, * from member_session order by member_id')).toEqual(before);
});
test('B16: expired sessions are purged, living ones stay', async () => {
    await bench.bind('15400000001');
    bench.wait(100 * 24 * 60 * 60);
    await bench.bind('15400000002');
    bench.wait(100 * 24 * 60 * 60);
    const { db } = bench.database;
    await db.transaction().execute((tx) => purgeMemberSessions(tx, bench.time));
    expect(await bench.rows('select from member_session')).toHaveLength(1);
});
