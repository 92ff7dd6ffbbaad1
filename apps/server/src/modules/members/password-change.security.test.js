import { describe, expect, test } from 'vitest';
import { changeLimit } from './change-own-password.ts';
import { useMembersBench } from './members-bench.ts';
const bench = useMembersBench();
const mobile = '15400000001';
const former = '晴天喝茶看山不倦';
const next = '雨天读书听风不急';
const stateOf = async (token) => (await bench.call('GET /api/session', undefined, token)).body['state'];
const logIn = (password) => bench.call('POST /api/logins', { mobile, password });
const change = (token, body) => bench.call('POST /api/me/password', body, token);
const changed = { currentPassword: former, newPassword: next };
describe('POST /api/me/password', () => {
    test('S9: a new password ends every other session, in WeChat too, and renews this one', async () => {
        const { token } = await bench.join(mobile, former);
        const other = (await logIn(former)).token;
        const inWechat = (await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') }))
            .token;
        // Knows only the WeChat user; counts as the member all the same.
        const silent = await bench.enterFromWechat('open-1');
        const stranger = await bench.join('15400000002', former);
        const answer = await change(token, changed);
        expect(answer).toMatchObject({ status: 200, body: { member: { hasPassword: true } } });
        for (const ended of [token, other, inWechat, silent]) {
            expect(await stateOf(ended)).toBe('anonymous');
        }
        expect(await stateOf(answer.token)).toBe('member');
        expect(await stateOf(stranger.token)).toBe('member');
        expect((await logIn(former)).status).toBe(401);
        expect((await logIn(next)).status).toBe(200);
        // WeChat lets its user in again without a question.
        expect(await stateOf(await bench.enterFromWechat('open-1'))).toBe('member');
    });
    test('S9: a WeChat session stays one when it chooses a password', async () => {
        const bound = await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') });
        const { token } = await change(bound.token, { newPassword: former });
        const { body } = await bench.call('GET /api/me/sessions', undefined, token);
        expect(body['sessions']).toMatchObject([{ inWechat: true, isCurrent: true }]);
    });
    test('S9: without the right current password nothing changes', async () => {
        const { token } = await bench.join(mobile, former);
        for (const wrong of [
            { newPassword: next },
            { ...changed, currentPassword: 'wrong' },
            { ...changed, currentPassword: '\u0000' },
        ]) {
            expect(await change(token, wrong)).toMatchObject({
                status: 403,
                body: { code: 'password_wrong' },
            });
        }
        expect(await stateOf(token)).toBe('member');
        expect((await logIn(former)).status).toBe(200);
    });
    test.each([
        ['晴天喝', 'tooShort'],
        ['15400000001', 'holdsLoginName'],
        ['my 15400000001!', 'holdsLoginName'],
        ['12345678', 'common'],
        ['😀'.repeat(7), 'tooShort'],
    ])('S7: the first password %j is refused: %s', async (newPassword, rule) => {
        const { token } = await bench.bind(mobile);
        const answer = await change(token, { newPassword });
        expect(answer).toMatchObject({
            status: 400,
            body: { code: 'password_too_weak', details: { rule } },
        });
        expect(await stateOf(token)).toBe('passwordNeeded');
    });
    test('S9: the password that stands is no new one', async () => {
        const { token } = await bench.join(mobile, former);
        expect(await change(token, { ...changed, newPassword: former })).toMatchObject({
            body: { code: 'password_too_weak', details: { rule: 'unchanged' } },
        });
    });
    test('S9: a stolen session gets ten guesses at the password, however many at once', async () => {
        const { token } = await bench.join(mobile, former);
        bench.comparisons = 0;
        const answers = await Promise.all(Array.from({ length: 50 }, () => change(token, { ...changed, currentPassword: 'wrong' })));
        const guessed = answers.filter(({ body }) => body['code'] === 'password_wrong');
        // One of them was spent on choosing the first password.
        expect(guessed.length).toBe(changeLimit.max - 1);
        expect(bench.comparisons).toBe(changeLimit.max - 1);
        expect(answers.filter(({ status }) => status === 429)).toHaveLength(50 - guessed.length);
    });
    test('S9: of several changes at once one wins, and its session alone lives', async () => {
        const { token } = await bench.join(mobile, former);
        const second = (await logIn(former)).token;
        const answers = await Promise.all([
            change(token, changed),
            change(second, { ...changed, newPassword: '雪天煮酒待客不迟' }),
            change(token, changed),
        ]);
        const won = answers.filter(({ status }) => status === 200);
        expect(won).toHaveLength(1);
        expect(await bench.rows('select from member_session')).toHaveLength(1);
        expect(await stateOf(won[0]?.token)).toBe('member');
    });
});
describe('POST /api/password-resets', () => {
    const reset = (smsCode, number = mobile, newPassword = next, token) => bench.call('POST /api/password-resets', { mobile: number, smsCode, newPassword }, token);
    test('S7: a forgotten password is replaced by SMS code, and every session ends', async () => {
        const { token } = await bench.join(mobile, former);
        const silent = (await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') }))
            .token;
        bench.wait(60);
        const answer = await reset(await bench.receiveCode(mobile));
        expect(answer).toMatchObject({ status: 200, body: { member: { hasPassword: true } } });
        expect([await stateOf(token), await stateOf(silent)]).toEqual(['anonymous', 'anonymous']);
        expect(await stateOf(answer.token)).toBe('member');
        expect((await logIn(former)).status).toBe(401);
        expect((await logIn(next)).status).toBe(200);
    });
    test('S7: a wrong code counts, hashes nothing and changes nothing', async () => {
        await bench.join(mobile, former);
        bench.wait(60);
        const code = await bench.receiveCode(mobile);
        const wrong = code === '000000' ? '000001' : '000000';
        const guesses = await Promise.all(Array.from({ length: 50 }, () => reset(wrong)));
        const codes = guesses.map(({ body }) => body['code']);
        expect(codes.filter((one) => one === 'sms_code_wrong')).toHaveLength(5);
        expect(codes.filter((one) => one === 'sms_code_expired')).toHaveLength(45);
        expect(await reset(code)).toMatchObject({ body: { code: 'sms_code_expired' } });
        expect((await logIn(former)).status).toBe(200);
    });
    test('S7: guesses at resets, bindings and numbers share the patience of one network', async () => {
        await reset('000000');
        await bench.rows(`update rate_limit set used = 100 where bucket like 'binding-wrong:%'`);
        const smsCode = await bench.receiveCode(mobile);
        expect(await reset(smsCode)).toMatchObject({ status: 429 });
        expect(await bench.call('POST /api/bindings', { mobile, smsCode })).toMatchObject({
            status: 429,
            body: { code: 'too_many_requests' },
        });
    });
    test('S7: one code resets once, however many ask at once', async () => {
        await bench.join(mobile, former);
        bench.wait(60);
        const code = await bench.receiveCode(mobile);
        const answers = await Promise.all(Array.from({ length: 8 }, () => reset(code)));
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        expect(await bench.rows('select from member_session')).toHaveLength(1);
    });
    test('S7: a weak password does not use the code up', async () => {
        await bench.join(mobile, former);
        bench.wait(60);
        const code = await bench.receiveCode(mobile);
        expect(await reset(code, mobile, '12345678')).toMatchObject({
            body: { code: 'password_too_weak' },
        });
        expect((await reset(code)).status).toBe(200);
    });
    test('S7: a number that was no member becomes one with its own code, as by SMS log-in', async () => {
        const answer = await reset(await bench.receiveCode('15400000009'), '15400000009');
        expect(answer).toMatchObject({
            status: 200,
            body: { member: { name: '会员0009', hasPassword: true } },
        });
        expect(bench.opened).toHaveLength(1);
        expect(await bench.rows('select origin from member')).toEqual([{ origin: 'web' }]);
    });
    test('S7: whose browser it was before does not matter: the session is the member’s of the number', async () => {
        const { token } = await bench.join('15400000002', former);
        const smsCode = await bench.receiveCode(mobile);
        const answer = await reset(smsCode, mobile, next, token);
        expect(answer.body['member']).toMatchObject({ mobileMasked: '154****0001' });
        expect(await stateOf(token)).toBe('anonymous');
    });
});
