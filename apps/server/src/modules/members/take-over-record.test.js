import { describe, expect, test } from 'vitest';
import { createMember, createMobileReader } from './index.ts';
import { masterKey, useMembersBench } from './members-bench.ts';
const bench = useMembersBench();
const mobile = '15400000001';
const mobiles = createMobileReader(masterKey);
/** A record made before its person was ever here. */
async function make(origin, profile = {}) {
    const input = { mobile: mobiles.read(mobile), profile, origin, now: bench.time };
    const made = await bench.database.db
        .transaction()
        .execute((tx) => createMember(tx, mobiles, input));
    return made.memberId;
}
const given = { name: '小王', kind: 'chef', regionCode: '440300' };
describe('S13: a record head office made', () => {
    test.each(['staff', 'import'])('by %s is the person’s own from the first binding on', async (origin) => {
        const memberId = await make(origin, { name: '王师傅', shopName: '老王面馆' });
        const token = await bench.enterFromWechat('open-1');
        const bound = await bench.bind(mobile, { token });
        expect(bound.body).toMatchObject({
            isNew: false,
            member: { name: '王师傅', shopName: '老王面馆' },
        });
        expect(await bench.rows('select member_id, origin from member')).toEqual([
            { member_id: memberId, origin },
        ]);
        expect(await bench.rows('select member_id from member_identity')).toEqual([
            { member_id: memberId },
        ]);
        // Its account was opened by who made it.
        expect(bench.opened).toEqual([]);
    });
    test('keeps what head office wrote when its person first comes', async () => {
        await make('staff', { name: '王师傅', kind: 'chef', regionCode: '330106' });
        const { body } = await bench.bind(mobile, { profile: { ...given, kind: 'consumer' } });
        expect(body['member']).toMatchObject({ name: '王师傅', kind: 'chef', regionCode: '330106' });
    });
    test('takes the person’s words for what was left open', async () => {
        await make('import');
        const { body } = await bench.bind(mobile, { profile: given });
        expect(body['member']).toMatchObject(given);
    });
    test('is changed by its person like any other from then on', async () => {
        await make('staff', { name: '王师傅', kind: 'chef' });
        await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') });
        const { body } = await bench.bind(mobile, { profile: { name: '小王' } });
        expect(body['member']).toMatchObject({ name: '小王', kind: 'chef' });
    });
    test('and made while its person binds is one record', async () => {
        const smsCode = await bench.receiveCode(mobile);
        const [answer] = await Promise.all([
            bench.call('POST /api/bindings', { mobile, smsCode, profile: given }),
            ...Array.from({ length: 10 }, () => make('staff', { name: '王师傅' })),
        ]);
        expect(answer.status).toBe(200);
        expect(await bench.rows('select from member')).toHaveLength(1);
    });
});
test('S13: a record remembers how it came to be', async () => {
    await bench.bind('15400000002');
    await bench.bind('15400000003', { token: await bench.enterFromWechat('open-1') });
    expect(await bench.rows('select origin from member order by member_id')).toEqual([
        { origin: 'web' },
        { origin: 'wechat' },
    ]);
});
