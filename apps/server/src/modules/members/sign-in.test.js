import { describe, expect, test } from 'vitest';
import { createPasswords } from '../../platform/passwords/index.ts';
import { createMobileReader } from './index.ts';
import { masterKey, useMembersBench } from './members-bench.ts';
import { provePassword } from './prove-password.ts';
import { signIn } from './sign-in.ts';
const bench = useMembersBench();
const mobile = '15400000001';
const password = '晴天喝茶看山不倦';
const logIn = (typed, secret = password, token) => bench.call('POST /api/logins', { mobile: typed, password: secret }, token);
const stateOf = async (token) => (await bench.call('GET /api/session', undefined, token)).body['state'];
describe('the first time, outside WeChat', () => {
    test('S7: after the SMS code a password must be set before anything else opens', async () => {
        const { token, body } = await bench.bind(mobile);
        expect(body['member']).toMatchObject({ hasPassword: false });
        expect(await bench.call('GET /api/session', undefined, token)).toMatchObject({
            body: { state: 'passwordNeeded', member: { mobileMasked: '154****0001' } },
        });
        const profile = { name: '王', kind: 'chef', shopName: '', regionCode: null };
        for (const [line, sent] of [
            ['PUT /api/me/profile', profile],
            ['GET /api/me/addresses', undefined],
            ['GET /api/me/sessions', undefined],
            ['POST /api/me/sessions/end', {}],
            ['POST /api/me/sms-codes', {}],
            ['POST /api/me/mobile', { currentSmsCode: '1', newMobile: mobile, newSmsCode: '1' }],
        ]) {
            expect(await bench.call(line, sent, token)).toMatchObject({
                status: 403,
                body: { code: 'password_needed' },
            });
        }
        const chosen = await bench.call('POST /api/me/password', { newPassword: password }, token);
        expect(chosen).toMatchObject({ status: 200, body: { member: { hasPassword: true } } });
        expect(await stateOf(chosen.token)).toBe('member');
        expect((await bench.call('GET /api/me/addresses', undefined, chosen.token)).status).toBe(200);
    });
    test('S7: an SMS log-in again without a password asks for one again; with one it does not', async () => {
        await bench.bind(mobile);
        expect(await stateOf((await bench.bind(mobile)).token)).toBe('passwordNeeded');
        await bench.join(mobile, password);
        expect(await stateOf((await bench.bind(mobile)).token)).toBe('member');
    });
    test('S7: in WeChat the bound member needs neither log-in nor password', async () => {
        const { token } = await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') });
        expect(await stateOf(token)).toBe('member');
        expect(await stateOf(await bench.enterFromWechat('open-1'))).toBe('member');
    });
});
describe('by number and password', () => {
    test('S7: number and password sign in, however the number is typed', async () => {
        await bench.join(mobile, password);
        for (const typed of [mobile, '+86 154-0000-0001', '0086 154 0000 0001']) {
            const answer = await logIn(typed);
            expect(answer).toMatchObject({
                status: 200,
                body: { member: { mobileMasked: '154****0001', unreadNotices: 3, balance: 120 } },
            });
            expect(await stateOf(answer.token)).toBe('member');
        }
    });
    test('S7: a password is kept as argon2id, and nowhere else', async () => {
        await bench.join(mobile, password);
        const [row] = await bench.rows('select password_hash, password_set_at, m::text from member m');
        expect(row?.['password_hash']).toMatch(/^\$argon2id\$v=19\$m=32768,t=2,p=1\$/);
        expect(row?.['password_set_at']).toEqual(bench.time);
        expect(row?.['m']).not.toContain(password);
    });
    test('S13: a frozen member signs in with the right password, and is nobody with a wrong one', async () => {
        await bench.join(mobile, password);
        await bench.rows(`update member set status = 'frozen', frozen_reason = '刷单'`);
        expect(await logIn(mobile)).toMatchObject({ status: 200 });
        expect(await logIn(mobile, 'wrong password')).toMatchObject({
            status: 401,
            body: { code: 'login_failed' },
        });
    });
    test('S7: signing in replaces the session of this browser', async () => {
        const { token } = await bench.join(mobile, password);
        const again = await logIn(mobile, password, token);
        expect(again.token).not.toBe(token);
        expect(await stateOf(token)).toBe('anonymous');
        expect(await stateOf(again.token)).toBe('member');
    });
    test('S7: a WeChat user who signs in by password is not bound: that takes the number itself', async () => {
        await bench.join(mobile, password);
        const { token } = await logIn(mobile, password, await bench.enterFromWechat('open-1'));
        expect(await stateOf(token)).toBe('member');
        expect(await bench.rows('select from member_identity')).toEqual([]);
        expect(await stateOf(await bench.enterFromWechat('open-1'))).toBe('wechatUnbound');
    });
    test('S7: a sign-in whose password was changed meanwhile starts no session', async () => {
        await bench.join(mobile, password);
        const { db } = bench.database;
        const tools = { clock: bench.clock, passwords: createPasswords() };
        const input = {
            mobile: createMobileReader(masterKey).read(mobile),
            password,
            address: '127.0.0.1',
        };
        const proven = await provePassword(db, tools, input);
        await bench.rows(`update member set password_hash = 'another'`);
        await bench.rows('delete from member_session');
        const entering = db
            .transaction()
            .execute((tx) => signIn(tx, bench, { proven, sessionHash: null, userAgent: undefined }));
        await expect(entering).rejects.toMatchObject({ code: 'login_failed' });
        expect(await bench.rows('select from member_session')).toEqual([]);
    });
});
