import { describe, expect, test } from 'vitest';
import { answerSignInScene, purgeScanSignIns } from '../index.ts';
import { appId, useMembersBench } from '../members-bench.ts';
import { everybodyLimit, networkLimit } from './start-scan-sign-in.ts';
const bench = useMembersBench({ secureCookies: true });
const mobile = '15400000001';
const chromeOnWindows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36';
const guangdong = '202.96.128.86';
/** A desktop shows its QR. */
async function show() {
    const from = { userAgent: chromeOnWindows, address: guangdong };
    const { status, body } = await bench.call('POST /api/scan-sign-ins', {}, undefined, from);
    expect(status).toBe(200);
    const { signInToken, checkDigits } = body;
    const scene = bench.scenes.at(-1) ?? '';
    return { signInToken: signInToken ?? '', scene, checkDigits: checkDigits ?? '' };
}
/** The token the chat gives whoever scans; undefined when it gives none. */
const scan = async (openId, scene) => (await answerSignInScene(bench.database.db, { appId, openId, scene, now: bench.time }))
    ?.confirmToken;
const poll = (signInToken) => bench.call('POST /api/scan-sign-ins/state', { signInToken });
const look = (confirmToken, token) => bench.call('POST /api/me/scan-sign-ins', { confirmToken }, token);
const answer = (confirmToken, token, agree = true) => bench.call('POST /api/me/scan-sign-ins/answers', { confirmToken, agree }, token);
/** The token of a phone whose WeChat user is a member. */
const memberPhone = async (openId = 'open-1') => (await bench.bind(mobile, { token: await bench.enterFromWechat(openId) })).token;
describe('S7: a desktop is signed in by the phone', () => {
    test('S7: wait, scan, look, agree: the browser is let in fully, without a password', async () => {
        const phone = await memberPhone();
        const { signInToken, scene, checkDigits } = await show();
        expect(scene).toMatch(/^s[a-z2-7]{20}$/);
        expect(checkDigits).toMatch(/^\d\d$/);
        expect((await poll(signInToken)).body).toEqual({ state: 'waiting' });
        const confirmToken = await scan('open-1', scene);
        expect((await poll(signInToken)).body).toEqual({ state: 'scanned' });
        expect((await look(confirmToken, phone)).body).toEqual({
            state: 'scanned',
            checkDigits,
            device: 'Windows · Chrome',
            province: '广东省',
            startedAt: bench.time.toISOString(),
        });
        expect((await answer(confirmToken, phone)).body).toEqual({ state: 'agreed' });
        const signedIn = await poll(signInToken);
        expect(signedIn.body).toEqual({ state: 'signedIn' });
        expect(signedIn.setCookie).toMatch(/^mashang_member=[\w-]{43}; .*HttpOnly; Secure/);
        expect((await bench.call('GET /api/session', undefined, signedIn.token)).body).toMatchObject({
            state: 'member',
            member: { hasPassword: false },
        });
        expect((await bench.call('GET /api/session', undefined, phone)).body).toMatchObject({
            state: 'member',
        });
    });
    test('S7: the QR that is drawn says the same as its address', async () => {
        const { body } = await bench.call('POST /api/scan-sign-ins', {});
        expect(body).toMatchObject({ qrUrl: 'http://weixin.qq.com/q/1' });
        expect(body['qrSvg']).toMatch(/^<svg [^>]*viewBox="0 0 (\d+) \1"/);
        const inFiveMinutes = new Date(bench.time.getTime() + 300_000).toISOString();
        expect(body['expiresAt']).toBe(inFiveMinutes);
    });
    test('S7: a stranger to the shop binds a number first, and then agrees', async () => {
        const { signInToken, scene } = await show();
        const confirmToken = await scan('open-1', scene);
        const stranger = await bench.enterFromWechat('open-1');
        expect(await look(confirmToken, stranger)).toMatchObject({ status: 401 });
        const phone = (await bench.bind(mobile, { token: stranger })).token;
        expect((await answer(confirmToken, phone)).body).toEqual({ state: 'agreed' });
        expect((await poll(signInToken)).body).toEqual({ state: 'signedIn' });
    });
    test('S7: refused is refused, whatever is tapped afterwards', async () => {
        const phone = await memberPhone();
        const { signInToken, scene } = await show();
        const confirmToken = await scan('open-1', scene);
        expect((await answer(confirmToken, phone, false)).body).toEqual({ state: 'refused' });
        expect((await answer(confirmToken, phone, true)).body).toEqual({ state: 'refused' });
        expect(await poll(signInToken)).toMatchObject({
            body: { state: 'refused' },
            setCookie: undefined,
        });
        expect(await scan('open-1', scene)).toBeUndefined();
    });
    test('S7: scanning again gives the same link; answering twice is one answer', async () => {
        const phone = await memberPhone();
        const { scene } = await show();
        const confirmToken = await scan('open-1', scene);
        expect(await scan('open-1', scene)).toBe(confirmToken);
        expect((await answer(confirmToken, phone)).body).toEqual({ state: 'agreed' });
        expect((await answer(confirmToken, phone)).body).toEqual({ state: 'agreed' });
    });
    test('S7: a QR lives five minutes, and five more for whoever scanned it in the last second', async () => {
        const phone = await memberPhone();
        const old = await show();
        bench.wait(300);
        expect((await poll(old.signInToken)).body).toEqual({ state: 'expired' });
        expect(await scan('open-1', old.scene)).toBeUndefined();
        const { signInToken, scene } = await show();
        bench.wait(299);
        const confirmToken = await scan('open-1', scene);
        bench.wait(299);
        expect((await poll(signInToken)).body).toEqual({ state: 'scanned' });
        // Scanning again does not make it live longer.
        await scan('open-1', scene);
        bench.wait(1);
        expect((await poll(signInToken)).body).toEqual({ state: 'expired' });
        expect((await look(confirmToken, phone)).body).toMatchObject({ state: 'expired' });
        expect((await answer(confirmToken, phone)).body).toEqual({ state: 'expired' });
    });
    test('S7: what expired is cleared away, with the address in it', async () => {
        const { db } = bench.database;
        await show();
        await db.transaction().execute((tx) => purgeScanSignIns(tx, bench.time));
        expect(await bench.rows('select from scan_sign_in')).toHaveLength(1);
        bench.wait(301);
        await db.transaction().execute((tx) => purgeScanSignIns(tx, bench.time));
        expect(await bench.rows('select from scan_sign_in')).toEqual([]);
    });
});
describe('S19: whoever wants in without being let in', () => {
    test('S19: fifty polls at once after the phone agreed get one session', async () => {
        const phone = await memberPhone();
        const { signInToken, scene } = await show();
        await answer(await scan('open-1', scene), phone);
        const answers = await Promise.all(Array.from({ length: 50 }, () => poll(signInToken)));
        const states = answers.map(({ body }) => body['state']);
        expect(states.filter((state) => state === 'signedIn')).toHaveLength(1);
        expect(states.filter((state) => state === 'expired')).toHaveLength(49);
        expect(answers.filter(({ setCookie }) => setCookie !== undefined)).toHaveLength(1);
        expect(await bench.rows('select from member_session where open_id is null')).toHaveLength(1);
    });
    test('S19: fifty who scan at once: one has it, the others get nothing', async () => {
        const { scene } = await show();
        const given = await Promise.all(Array.from({ length: 50 }, (_, index) => scan(`open-${index}`, scene)));
        expect(given.filter((token) => token !== undefined)).toHaveLength(1);
    });
    test('S19: the link in a chat is of no use to another member, or outside WeChat', async () => {
        const phone = await memberPhone();
        const other = (await bench.bind('15400000002', { token: await bench.enterFromWechat('open-2') })).token;
        const desktop = (await bench.join('15400000003', '晴天喝茶看山不倦')).token;
        const { signInToken, scene } = await show();
        const confirmToken = await scan('open-1', scene);
        for (const token of [other, desktop]) {
            for (const refused of [await look(confirmToken, token), await answer(confirmToken, token)]) {
                expect(refused).toMatchObject({ status: 404, body: { code: 'not_found' } });
            }
        }
        // Right and made-up tokens are told alike.
        const seen = ({ status, body }) => ({
            ...{ status, code: body['code'], message: body['message'] },
        });
        expect(seen(await look(confirmToken, other))).toEqual(seen(await look('A'.repeat(43), other)));
        expect((await poll(signInToken)).body).toEqual({ state: 'scanned' });
        expect((await poll('A'.repeat(43))).body).toEqual({ state: 'expired' });
        expect((await look(confirmToken, phone)).status).toBe(200);
    });
    test('S19: a page of another site agrees to nothing', async () => {
        const phone = await memberPhone();
        const { signInToken, scene } = await show();
        const confirmToken = await scan('open-1', scene);
        for (const origin of ['https://evil.example', 'null']) {
            const body = { confirmToken, agree: true };
            const line = 'POST /api/me/scan-sign-ins/answers';
            expect(await bench.call(line, body, phone, { origin })).toMatchObject({
                status: 403,
                body: { code: 'forbidden_origin' },
            });
            expect(await bench.call('POST /api/scan-sign-ins/state', { signInToken }, undefined, { origin })).toMatchObject({ status: 403 });
        }
        expect((await poll(signInToken)).body).toEqual({ state: 'scanned' });
    });
    test('S19: neither token is in the tables, and the QR leads to neither', async () => {
        const phone = await memberPhone();
        const { signInToken, scene } = await show();
        const confirmToken = (await scan('open-1', scene)) ?? '';
        await answer(confirmToken, phone);
        const [row] = await bench.rows('select s::text from scan_sign_in s');
        expect(row?.['s']).not.toContain(signInToken);
        expect(row?.['s']).not.toContain(confirmToken);
    });
    test.each([
        ['a new password', (phone) => choosePassword(phone)],
        ['the number going to another WeChat user', () => moveNumber()],
    ])('S19: %s takes back what was agreed and not fetched yet', async (_what, change) => {
        const phone = (await memberPhone()) ?? '';
        const { signInToken, scene } = await show();
        await answer(await scan('open-1', scene), phone);
        await change(phone);
        expect(await poll(signInToken)).toMatchObject({
            body: { state: 'expired' },
            setCookie: undefined,
        });
    });
    test('S19: the session a browser had before ends when another takes its place', async () => {
        const phone = await memberPhone();
        const before = (await bench.join('15400000002', '晴天喝茶看山不倦')).token;
        const { signInToken, scene } = await show();
        await answer(await scan('open-1', scene), phone);
        await bench.call('POST /api/scan-sign-ins/state', { signInToken }, before);
        expect((await bench.call('GET /api/session', undefined, before)).body).toMatchObject({
            state: 'anonymous',
        });
    });
    test('S19: a network, and everybody together, can make only so many QRs', async () => {
        await show();
        await limitUsed(networkLimit.name, networkLimit.max);
        const ask = (address) => bench.call('POST /api/scan-sign-ins', {}, undefined, { address });
        expect(await ask(guangdong)).toMatchObject({ status: 429 });
        expect((await ask('10.0.0.1')).status).toBe(200);
        await limitUsed(everybodyLimit.name, everybodyLimit.max);
        expect(await ask('10.0.0.2')).toMatchObject({ status: 429 });
        expect(bench.scenes).toHaveLength(2);
    });
});
async function choosePassword(phone) {
    const body = { newPassword: '晴天喝茶看山不倦' };
    expect((await bench.call('POST /api/me/password', body, phone)).status).toBe(200);
}
async function moveNumber() {
    bench.wait(60);
    const token = await bench.enterFromWechat('open-2');
    const smsCode = await bench.receiveCode(mobile, token);
    const body = { mobile, smsCode, moveWechat: true };
    expect((await bench.call('POST /api/bindings', body, token)).status).toBe(200);
}
const limitUsed = (name, used) => bench.rows('update rate_limit set used = $2 where bucket like $1', [`${name}:%`, used]);
