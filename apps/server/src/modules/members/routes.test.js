import { describe, expect, test } from 'vitest';
import { policyVersion } from '@mashang/contract';
import { appId, useMembersBench } from './members-bench.ts';
const bench = useMembersBench({ secureCookies: true });
const mobile = '15400000001';
describe('POST /api/sms-codes', () => {
    test('S3: consent is on record before the SMS goes out, with version, time and address', async () => {
        const token = await bench.enterFromWechat('open-1');
        await bench.receiveCode(mobile, token);
        expect(await bench.rows('select open_id, policy_version, address, agreed_at from consent')).toEqual([
            {
                open_id: 'open-1',
                policy_version: policyVersion,
                address: '127.0.0.1',
                agreed_at: bench.time,
            },
        ]);
    });
    test.each(['', '2020-01'])('S3: with policy version %j nothing is sent or stored', async (version) => {
        const asked = { mobile, agreedPolicyVersion: version };
        const answer = await bench.call('POST /api/sms-codes', asked);
        expect(answer).toMatchObject({ status: 400, body: { code: 'consent_missing' } });
        expect(await bench.rows('select from consent union all select from sms_message')).toEqual([]);
    });
    test('S3: without a policy version the request is malformed', async () => {
        const answer = await bench.call('POST /api/sms-codes', { mobile });
        expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    });
    test.each(['12345678901', '154000000012', '1540000000', '+1 5400000001', '154\u00000000001'])('S3: %j is no mobile number', async (text) => {
        const asked = { mobile: text.padEnd(11), agreedPolicyVersion: policyVersion };
        const answer = await bench.call('POST /api/sms-codes', asked);
        expect(answer).toMatchObject({ status: 400, body: { code: 'mobile_invalid' } });
    });
    test('S19: the answer is the same whether the number is a member or not', async () => {
        await bench.bind(mobile);
        bench.wait(60);
        const ask = (number) => bench.call('POST /api/sms-codes', { mobile: number, agreedPolicyVersion: policyVersion });
        const [known, unknown] = [await ask(mobile), await ask('15400000002')];
        expect(known).toEqual(unknown);
        expect(known.body).toEqual({ resendAfterSeconds: 60, validSeconds: 300 });
    });
    test('S19: a second request within a minute says how long to wait', async () => {
        await bench.receiveCode(mobile);
        const asked = { mobile, agreedPolicyVersion: policyVersion };
        const answer = await bench.call('POST /api/sms-codes', asked);
        expect(answer).toMatchObject({ status: 429, body: { code: 'sms_too_soon' } });
    });
});
describe('POST /api/bindings', () => {
    test('S3: a proven number becomes a member, and the browser is signed in', async () => {
        const profile = { name: '王师傅', kind: 'chef', regionCode: '330100' };
        const answer = await bench.bind(mobile, { profile });
        expect(answer).toMatchObject({
            status: 200,
            body: {
                isNew: true,
                member: { ...profile, mobileMasked: '154****0001', balance: 120 },
            },
        });
        const { body } = await bench.call('GET /api/session', undefined, answer.token);
        expect(body).toMatchObject({ state: 'passwordNeeded', member: { name: '王师傅' } });
    });
    test('S3: the session cookie is out of reach of scripts and other sites, for 180 days', async () => {
        const { setCookie, token } = await bench.bind(mobile);
        expect(setCookie).toMatch(/^mashang_member=[\w-]{43}; Path=\/; Expires=.+; HttpOnly; Secure; SameSite=Lax$/);
        expect(setCookie).toContain('Expires=Fri, 21 May 2027');
        const stored = await bench.rows('select token_hash from member_session');
        expect(JSON.stringify(stored)).not.toContain(token);
        bench.wait(180 * 24 * 60 * 60);
        const { body } = await bench.call('GET /api/session', undefined, token);
        expect(body).toEqual({ state: 'anonymous', member: null });
    });
    test('S3: a wrong code says what is left, counts, and binds nothing', async () => {
        const code = await bench.receiveCode(mobile);
        const smsCode = code === '000000' ? '000001' : '000000';
        for (const triesLeft of [4, 3]) {
            const answer = await bench.call('POST /api/bindings', { mobile, smsCode });
            expect(answer).toMatchObject({
                status: 400,
                body: { code: 'sms_code_wrong', message: `验证码不对，还可以再试 ${triesLeft} 次` },
                setCookie: undefined,
            });
        }
        expect(await bench.rows('select from member')).toEqual([]);
    });
    test('S3: an expired code is refused', async () => {
        const smsCode = await bench.receiveCode(mobile);
        bench.wait(300);
        const answer = await bench.call('POST /api/bindings', { mobile, smsCode });
        expect(answer).toMatchObject({ status: 400, body: { code: 'sms_code_expired' } });
    });
    test('S3: a reused code is refused', async () => {
        const smsCode = await bench.receiveCode(mobile);
        expect(await bench.call('POST /api/bindings', { mobile, smsCode })).toMatchObject({
            status: 200,
        });
        expect(await bench.call('POST /api/bindings', { mobile, smsCode })).toMatchObject({
            body: { code: 'sms_code_expired' },
        });
    });
    test('S3: fifty concurrent submissions of one right code bind exactly once', async () => {
        const token = await bench.enterFromWechat('open-1');
        const smsCode = await bench.receiveCode(mobile);
        const answers = await Promise.all(Array.from({ length: 50 }, () => bench.call('POST /api/bindings', { mobile, smsCode }, token)));
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        expect(bench.opened).toHaveLength(1);
        expect(await bench.rows('select from member_session')).toHaveLength(1);
    });
    test('S3: the session is rotated: the token from before the binding is dead', async () => {
        const token = await bench.enterFromWechat('open-1');
        const answer = await bench.bind(mobile, { token });
        expect(answer.token).not.toBe(token);
        const { body } = await bench.call('GET /api/session', undefined, token);
        expect(body).toEqual({ state: 'anonymous', member: null });
    });
    test.each([
        ['a name of 5,000 characters', { name: '王'.repeat(5000) }],
        ['an unknown kind', { kind: 'admin' }],
        ['a region of letters', { regionCode: 'abcdef' }],
        ['a region that does not exist', { regionCode: '330199' }],
        ['a field nobody asked for', { balance: 1_000_000 }],
    ])('S3: a profile with %s is refused and the code lives on', async (_what, profile) => {
        const smsCode = await bench.receiveCode(mobile);
        const answer = await bench.call('POST /api/bindings', { mobile, smsCode, profile });
        expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
        expect(await bench.call('POST /api/bindings', { mobile, smsCode })).toMatchObject({
            status: 200,
        });
    });
});
describe('GET /api/session and POST /api/session/end', () => {
    test('S6: nobody is anonymous, whatever the cookie says', async () => {
        const nobody = { state: 'anonymous', member: null };
        for (const token of [
            undefined,
            '',
            'x',
            'A'.repeat(43),
            '\u0000'.repeat(43),
            'A'.repeat(4000),
        ]) {
            expect((await bench.call('GET /api/session', undefined, token)).body).toEqual(nobody);
        }
    });
    test('S3: a WeChat user is unbound until a number is proven, then never asked again', async () => {
        const token = await bench.enterFromWechat('open-1');
        expect((await bench.call('GET /api/session', undefined, token)).body).toEqual({
            state: 'wechatUnbound',
            member: null,
        });
        await bench.bind(mobile, { token });
        const later = await bench.enterFromWechat('open-1');
        expect((await bench.call('GET /api/session', undefined, later)).body).toMatchObject({
            state: 'member',
        });
    });
    test('S3: a session counts as the member its WeChat user was bound to on another device', async () => {
        const tablet = await bench.enterFromWechat('open-1');
        const telephone = await bench.enterFromWechat('open-1');
        await bench.bind(mobile, { token: telephone });
        expect((await bench.call('GET /api/session', undefined, tablet)).body).toMatchObject({
            state: 'member',
            member: { mobileMasked: '154****0001' },
        });
    });
    test('S3: the same WeChat id of another account is a stranger', async () => {
        await bench.bind(mobile, { token: await bench.enterFromWechat('open-1') });
        await bench.rows('update member_identity set app_id = $1 where app_id = $2', [
            'wx-other',
            appId,
        ]);
        const token = await bench.enterFromWechat('open-1');
        expect((await bench.call('GET /api/session', undefined, token)).body).toMatchObject({
            state: 'wechatUnbound',
        });
    });
    test('S7: signing out ends the session on the server and clears the cookie', async () => {
        const { token } = await bench.bind(mobile);
        const answer = await bench.call('POST /api/session/end', {}, token);
        expect(answer.setCookie).toMatch(/^mashang_member=; Max-Age=0; Path=\/;/);
        expect((await bench.call('GET /api/session', undefined, token)).body).toMatchObject({
            state: 'anonymous',
        });
        expect(await bench.call('POST /api/session/end', {}, token)).toMatchObject({ status: 200 });
    });
});
