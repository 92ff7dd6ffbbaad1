import { describe, expect, test } from 'vitest';
import { bindMobile, createMember, createMobileReader, requireActiveMember } from './index.ts';
import { masterKey, useMembersBench } from './members-bench.ts';
const bench = useMembersBench();
const mobile = '15400000001';
const mobiles = createMobileReader(masterKey);
const anywhere = { inWechat: false, movesWechat: false, userAgent: undefined };
describe('who the member is', () => {
    test('S3: without a name the member is called after the last digits, a consumer of no region', async () => {
        const { body } = await bench.bind(mobile);
        expect(body['member']).toMatchObject({ name: '会员0001', kind: 'consumer', regionCode: null });
    });
    test('S3: a known number signs in; only given fields change', async () => {
        await bench.bind(mobile, { profile: { name: '王师傅', kind: 'chef', regionCode: '330000' } });
        const { body } = await bench.bind(mobile, { profile: { regionCode: '440000' } });
        expect(body).toMatchObject({
            isNew: false,
            member: { name: '王师傅', kind: 'chef', regionCode: '440000' },
        });
        const again = await bench.bind(mobile);
        expect(again.body['member']).toMatchObject({ name: '王师傅', regionCode: '440000' });
        expect(bench.opened).toHaveLength(1);
    });
    test('S3: the number typed in another way is the same member', async () => {
        await bench.bind(mobile);
        bench.wait(60);
        const smsCode = await bench.receiveCode(mobile);
        const typed = '+86 154-0000-0001';
        const { body } = await bench.call('POST /api/bindings', { mobile: typed, smsCode });
        expect(body).toMatchObject({ isNew: false });
    });
    test('S3: fifty concurrent bindings of a new number make one member and one account', async () => {
        const now = bench.time;
        const made = await Promise.all(Array.from({ length: 50 }, () => bench.database.db.transaction().execute(async (tx) => {
            const input = { mobile: mobiles.read(mobile), profile: {}, origin: 'web', now };
            return await createMember(tx, mobiles, input);
        })));
        expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
        expect(new Set(made.map(({ memberId }) => memberId)).size).toBe(1);
        expect(await bench.rows('select from member')).toHaveLength(1);
    });
    test('S3: a member whose account cannot be opened is not made, and the code lives on', async () => {
        const smsCode = await bench.receiveCode(mobile);
        const failing = async () => {
            throw new Error('no account');
        };
        const tools = { clock: bench.clock, mobiles, sms: bench.sms, onMemberCreated: failing };
        const input = { ...anywhere, mobile, smsCode, profile: {}, sessionHash: null };
        const binding = bench.database.db.transaction().execute((tx) => bindMobile(tx, tools, input));
        await expect(binding).rejects.toThrow('no account');
        expect(await bench.rows('select from member')).toEqual([]);
        expect(await bench.call('POST /api/bindings', { mobile, smsCode })).toMatchObject({
            status: 200,
        });
    });
    test('S13: a frozen member signs in and looks, and may neither earn nor redeem', async () => {
        await bench.bind(mobile);
        await bench.rows(`update member set status = 'frozen', frozen_reason = ''`);
        expect(await bench.bind(mobile)).toMatchObject({ status: 200, body: { isNew: false } });
        const [memberId = -1] = bench.opened;
        const { db } = bench.database;
        const active = db.transaction().execute((tx) => requireActiveMember(tx, memberId));
        await expect(active).rejects.toMatchObject({ code: 'member_frozen', status: 403 });
    });
    test('B16: neither a number nor its plain hash is in the tables; with the key it can be read', async () => {
        await bench.bind(mobile);
        const [row] = await bench.rows('select mobile_cipher, mobile_hash, m::text from member m');
        expect(row?.['m']).not.toContain(mobile);
        const [cipher, hash] = [row?.['mobile_cipher'], row?.['mobile_hash']];
        expect(mobiles.decrypt(cipher, hash)).toBe(mobile);
    });
});
describe('which WeChat user it is', () => {
    test('S3: a WeChat user bound to one number is refused a second, and told which it is', async () => {
        await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') });
        const token = await bench.enterFromWechat('open-1');
        const answer = await bench.bind('15400000002', { token });
        expect(answer).toMatchObject({
            status: 409,
            body: {
                code: 'wechat_bound_to_another_mobile',
                message: '这个微信号已经绑定了手机号 154****0001，请用该手机号登录',
            },
        });
        expect(await bench.rows('select from member')).toHaveLength(1);
        expect((await bench.call('GET /api/session', undefined, token)).body).toMatchObject({
            state: 'member',
        });
    });
    test('S3: binding the same number again is fine', async () => {
        const first = await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') });
        const second = await bench.bind(mobile, { token: first.token });
        expect(second).toMatchObject({ status: 200, body: { isNew: false } });
        expect(await bench.rows('select from member_identity')).toHaveLength(1);
    });
    test('S3: two numbers proven at once by one WeChat user: one is bound, the other refused', async () => {
        const tokens = [await bench.enterFromWechat('open-1'), await bench.enterFromWechat('open-1')];
        const numbers = [mobile, '15400000002'];
        const codes = [await bench.receiveCode(mobile), await bench.receiveCode('15400000002')];
        const answers = await Promise.all([0, 1].map((index) => bench.call('POST /api/bindings', { mobile: numbers[index], smsCode: codes[index] }, tokens[index])));
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
        expect(await bench.rows('select from member')).toHaveLength(1);
        expect(await bench.rows('select from member_identity')).toHaveLength(1);
    });
    test('S7: a browser without WeChat signs in the member that WeChat made', async () => {
        await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') });
        const { body, token } = await bench.bind(mobile);
        expect(body).toMatchObject({ isNew: false });
        expect((await bench.call('GET /api/session', undefined, token)).body).toMatchObject({
            state: 'passwordNeeded',
        });
    });
    test('S3: signing out while binding means: start again, nothing happened', async () => {
        const token = await bench.enterFromWechat('open-1');
        const smsCode = await bench.receiveCode(mobile, token);
        const tools = {
            clock: bench.clock,
            mobiles,
            sms: bench.sms,
            onMemberCreated: async () => undefined,
        };
        const sessionHash = Buffer.alloc(32, 1);
        const binding = bench.database.db
            .transaction()
            .execute((tx) => bindMobile(tx, tools, { ...anywhere, mobile, smsCode, profile: {}, sessionHash }));
        await expect(binding).rejects.toMatchObject({ code: 'not_signed_in' });
        expect(await bench.rows('select from member')).toEqual([]);
    });
});
