import { policyVersion } from '@mashang/contract';
import { describe, expect, test } from 'vitest';
import { useMembersBench } from './members-bench.ts';
import { addressLimit, everybodyLimit, mobileLimit } from './prove-password.ts';
const bench = useMembersBench();
const password = '晴天喝茶看山不倦';
const withPassword = '15400000001';
const withoutPassword = '15400000002';
const unknown = '15400000009';
const logIn = (mobile, secret, address = '127.0.0.1') => bench.call('POST /api/logins', { mobile, password: secret }, undefined, { address });
/** Everything a stranger sees of an answer but its random number. */
const seen = ({ status, body, setCookie }) => ({
    status,
    setCookie,
    body: { ...body, requestId: '' },
});
/** As if `count` failures had been counted already: a hash each would take minutes. */
const pretendFailures = (name, count) => bench.rows('update rate_limit set used = $2 where bucket like $1', [`${name}:%`, count]);
describe('who is a member stays a secret', () => {
    test('S7: unknown number, no password yet and wrong password get one answer for the same work', async () => {
        await bench.join(withPassword, password);
        await bench.bind(withoutPassword);
        bench.comparisons = 0;
        const answers = [
            await logIn(withPassword, 'wrong password'),
            await logIn(withoutPassword, 'wrong password'),
            await logIn(unknown, 'wrong password'),
        ].map(seen);
        expect(answers[0]).toEqual({
            status: 401,
            setCookie: undefined,
            body: { code: 'login_failed', message: '手机号或密码不对', requestId: '' },
        });
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
        expect(bench.comparisons).toBe(3);
    });
    test('S7: an unknown number takes as long as a wrong password', async () => {
        await bench.join(withPassword, password);
        const medianOf = async (mobile) => {
            const times = [];
            for (let count = 0; count < 5; count += 1) {
                const start = performance.now();
                await logIn(mobile, 'wrong password');
                times.push(performance.now() - start);
            }
            return times.sort((left, right) => left - right)[2] ?? 0;
        };
        await logIn('15400000008', 'wrong password');
        const ratio = (await medianOf(unknown)) / (await medianOf(withPassword));
        expect(ratio).toBeGreaterThan(0.3);
        expect(ratio).toBeLessThan(3);
    });
    test('S7: a locked number says the same whether it is a member or not', async () => {
        await bench.join(withPassword, password);
        await logIn(withPassword, 'wrong password');
        await logIn(unknown, 'wrong password');
        await pretendFailures(mobileLimit.name, mobileLimit.max);
        const [known, other] = [await logIn(withPassword, password), await logIn(unknown, password)];
        expect(known).toMatchObject({ status: 429, body: { code: 'login_locked' } });
        expect(seen(known)).toEqual(seen(other));
    });
    test('S7: asking for a code, and resetting with a wrong one, tell nothing either', async () => {
        await bench.join(withPassword, password);
        bench.wait(60);
        const ask = (mobile) => bench.call('POST /api/sms-codes', { mobile, agreedPolicyVersion: policyVersion });
        expect(seen(await ask(withPassword))).toEqual(seen(await ask(unknown)));
        const reset = (mobile) => bench.call('POST /api/password-resets', { mobile, smsCode: 'x', newPassword: password });
        expect(seen(await reset(withPassword))).toEqual(seen(await reset(unknown)));
        expect(await reset(unknown)).toMatchObject({ status: 400, body: { code: 'sms_code_wrong' } });
    });
});
describe('guessing passwords', () => {
    test('S7: fifty guesses at once get ten tries, not fifty', async () => {
        await bench.join(withPassword, password);
        bench.comparisons = 0;
        const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => logIn(withPassword, 'wrong', `10.0.1.${index}`)));
        const codes = answers.map(({ body }) => body['code']);
        expect(codes.filter((code) => code === 'login_failed')).toHaveLength(mobileLimit.max);
        expect(codes.filter((code) => code === 'login_locked')).toHaveLength(50 - mobileLimit.max);
        expect(bench.comparisons).toBe(mobileLimit.max);
    });
    test('S7: a stranger can lock the password of a number, never its SMS log-in or its sessions', async () => {
        const { token } = await bench.join(withPassword, password);
        await logIn(withPassword, 'wrong', '10.0.1.1');
        await pretendFailures(mobileLimit.name, mobileLimit.max);
        expect(await logIn(withPassword, password)).toMatchObject({
            status: 429,
            body: { code: 'login_locked', details: { minutes: 14 } },
        });
        expect((await bench.call('GET /api/session', undefined, token)).body['state']).toBe('member');
        expect((await bench.bind(withPassword)).status).toBe(200);
        bench.wait(mobileLimit.windowSeconds);
        expect((await logIn(withPassword, password)).status).toBe(200);
    });
    test('S7: the right password gives the tries back', async () => {
        await bench.join(withPassword, password);
        await logIn(withPassword, 'wrong');
        await pretendFailures(mobileLimit.name, mobileLimit.max - 1);
        expect((await logIn(withPassword, password)).status).toBe(200);
        expect((await logIn(withPassword, 'wrong')).status).toBe(401);
        expect((await logIn(withPassword, password)).status).toBe(200);
    });
    test('S7: a network that fails with number after number is locked, others are not', async () => {
        await bench.join(withPassword, password);
        await logIn(unknown, 'wrong', '2001:db8::1');
        await pretendFailures(addressLimit.name, addressLimit.max);
        bench.comparisons = 0;
        expect(await logIn(withPassword, password, '2001:db8::2')).toMatchObject({
            status: 429,
            body: { code: 'login_locked' },
        });
        expect(bench.comparisons).toBe(0);
        expect((await logIn(withPassword, password, '2001:db8:0:1::1')).status).toBe(200);
    });
    test('S7: guessing from everywhere at everybody is stopped for a minute', async () => {
        await bench.join(withPassword, password);
        await logIn(unknown, 'wrong', '10.0.1.1');
        await pretendFailures(everybodyLimit.name, everybodyLimit.max);
        const locked = await logIn(withPassword, password, '10.0.1.2');
        expect(locked).toMatchObject({ status: 429, body: { code: 'login_locked' } });
        bench.wait(everybodyLimit.windowSeconds);
        expect((await logIn(withPassword, password, '10.0.1.2')).status).toBe(200);
    });
    test('S7: fifty right log-ins at once are all answered, each with a session of its own', async () => {
        await bench.join(withPassword, password);
        const answers = await Promise.all(Array.from({ length: 50 }, () => logIn(withPassword, password)));
        const entered = answers.filter(({ status }) => status === 200);
        expect(new Set(entered.map(({ token }) => token)).size).toBe(entered.length);
        // What is refused is refused for the limit of tries at one number, not for a failure of ours.
        const refused = answers.filter(({ status }) => status !== 200);
        expect(new Set(refused.map(({ body }) => body['code']))).toEqual(new Set(['login_locked']));
    });
    test.each(['a\u0000b', '😀'.repeat(50), '\ud800', "' or 1=1 --", '\u202e'])('S7: the hostile password %j is a wrong one', async (secret) => {
        expect(await logIn(unknown, secret)).toMatchObject({ status: 401 });
    });
});
describe('planted sessions', () => {
    test('S7: a token from before a sign-in opens nothing after it, whatever way it went', async () => {
        const { token: first } = await bench.join(withPassword, password);
        const planted = await bench.enterFromWechat('open-1');
        const stateOf = async (token) => (await bench.call('GET /api/session', undefined, token)).body['state'];
        const body = { mobile: withPassword, password };
        const entered = await bench.call('POST /api/logins', body, planted);
        expect(entered.token).not.toBe(planted);
        expect(await stateOf(planted)).toBe('anonymous');
        expect(await stateOf(first)).toBe('member');
    });
});
