import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anotherServer, freshServer } from '../../../../test/harness.ts';
import { aBrowser, aStaffBrowser } from '../../../../test/stories/browser.ts';
import { dumpTables } from '../../../../test/stories/dump-tables.ts';
import { callbackUrl, openReply, sha1, signPush } from '../../../../test/stories/push.ts';
let server;
let other;
let hq;
let version = 0;
beforeAll(async () => {
    server = await freshServer(withoutAccount);
    other = await anotherServer(server);
    hq = await aStaffBrowser(server);
});
afterAll(async () => {
    await other.close();
    await server.close();
});
const withoutAccount = {
    ...{ WECHAT_APP_ID: '', WECHAT_APP_SECRET: '', WECHAT_TOKEN: '' },
    ...{ WECHAT_ENCODING_AES_KEY: '', WECHAT_ORIGINAL_ID: '' },
};
/** The account nobody at the platform knows, with the marks of its secrets. */
const secondAccount = {
    appId: 'wxfedcba9876543210',
    appSecret: 'Second0Secret0Only0Here',
    token: 'Second0Token0Here',
    encodingAesKey: 'S2'.repeat(21).concat('Z'),
};
async function save(credentials, fields = {}) {
    const body = {
        ...{ originalId: 'gh_0123456789ab', accountName: '', messageMode: 'safe' },
        ...{ onlyCallbackIps: false, verifyFiles: [], ...credentials, ...fields, version },
    };
    const answer = await hq.call('PUT /api/hq/settings/wechat', { body });
    expect(answer).toMatchObject({ status: 200 });
    version += 1;
    return answer.body;
}
/** The account the simulator plays. */
function simulated() {
    const { appId, appSecret, token, encodingAesKey } = server.wechatAccount;
    return { appId, appSecret, token, encodingAesKey };
}
/** What each process says to an echo signed with a token. */
async function echoStatuses(token) {
    const timestamp = String(Math.floor(server.clock.now().getTime() / 1000));
    const signature = sha1([token, timestamp, '99']);
    const query = { signature, timestamp, nonce: '99', echostr: '58384792' };
    const statusOf = async (publicUrl) => (await fetch(callbackUrl({ publicUrl }, query))).status;
    return await Promise.all([statusOf(server.publicUrl), statusOf(other.ownUrl)]);
}
/** Where each process sends a phone to learn whose it is. */
async function authorizeAppIds() {
    const appIdOf = async (url) => {
        const start = await aBrowser(server).fetch(`${url}/wechat/oauth/start?return=/scan`);
        return new URL(start.headers.get('location') ?? '', url).searchParams.get('appid');
    };
    return await Promise.all([appIdOf(server.publicUrl), appIdOf(other.ownUrl)]);
}
/** The other process follows the settings; it need not be told. */
const withinASecond = { timeout: 1_500, interval: 50 };
async function say(text, sealedWith = {}) {
    const account = { ...server.wechatAccount, ...sealedWith };
    const at = Math.floor(server.clock.now().getTime() / 1000);
    const message = `<xml><ToUserName>gh_0123456789ab</ToUserName><FromUserName>o-1</FromUserName>` +
        `<CreateTime>${at}</CreateTime><MsgType>text</MsgType><Content>${text}</Content>` +
        `<MsgId>${BigInt(at) * 1000n + BigInt(text.length)}</MsgId></xml>`;
    const signer = { ...server, wechatAccount: account };
    const { url, body } = signPush(signer, message);
    const response = await fetch(url, { method: 'POST', body });
    return { status: response.status, signer, text: await response.text() };
}
describe('without an account', () => {
    test('S20: nothing of WeChat answers, every page does, and the JS-SDK may be loaded later', async () => {
        const site = await aBrowser(server).call('GET /api/site');
        expect(site.body).toMatchObject({ wechat: { enabled: false, jsSdkUrl: '' } });
        expect(await echoStatuses('')).toEqual([404, 404]);
        const browser = aBrowser(server);
        const start = await browser.fetch(`${server.publicUrl}/wechat/oauth/start?return=/scan`);
        expect([start.status, start.headers.get('location')]).toEqual([303, '/scan?wechat=failed']);
        const url = `${server.publicUrl}/scan`;
        const signed = await browser.call('GET /api/wechat/js-config', { query: { url } });
        expect(signed).toMatchObject({ status: 503, body: { code: 'wechat_unavailable' } });
        const { origin } = new URL(String(server.environment['WECHAT_JSSDK_URL']));
        expect(signed.headers.get('content-security-policy')).toContain(origin);
    });
    test('S20: half an account is none', async () => {
        const { appSecret: _missing, ...half } = simulated();
        expect(await save(half)).toMatchObject({ wechat: { inForce: 'none' } });
        expect(await echoStatuses(half.token)).toEqual([404, 404]);
    });
});
describe('an account typed into the console', () => {
    test('S20: works at once, without a restart, and in another process within a second', async () => {
        expect(await save(simulated())).toMatchObject({ wechat: { inForce: 'settings' } });
        expect(await server.simulator.control.verifyCallbackUrl()).toMatchObject({ ok: true });
        const browser = aBrowser(server);
        await browser.open(`${server.publicUrl}/wechat/oauth/start?return=/scan`);
        expect((await browser.call('GET /api/session')).body).toMatchObject({ state: 'wechatUnbound' });
        const { token, appId } = server.wechatAccount;
        await expect.poll(() => echoStatuses(token), withinASecond).toEqual([200, 200]);
        expect(await authorizeAppIds()).toEqual([appId, appId]);
        const site = await aBrowser({ publicUrl: other.ownUrl }).call('GET /api/site');
        expect(site.body).toMatchObject({ wechat: { enabled: true, accountName: '码上积分' } });
    });
    test('S20: messages sealed with the previous key are read, those with the one before are not', async () => {
        const [first, second, third] = ['a', 'b', 'c'].map((letter) => letter.repeat(43));
        for (const encodingAesKey of [first, second, third]) {
            await save({ ...simulated(), encodingAesKey });
        }
        for (const encodingAesKey of [third, second]) {
            const { status, signer, text } = await say('你好', { encodingAesKey });
            expect(status).toBe(200);
            expect(openReply(signer, text)).toContain('<Content>');
            server.clock.advanceMs(1_000);
        }
        expect((await say('你好', { encodingAesKey: first })).status).toBe(400);
        await save(simulated());
    });
    test('S20: another account takes its place: token and appid of the former are worth nothing', async () => {
        const former = server.wechatAccount;
        const browser = aBrowser(server);
        const start = await browser.fetch(`${server.publicUrl}/wechat/oauth/start?return=/scan`);
        const authorized = await browser.fetch(start.headers.get('location') ?? '');
        await save(secondAccount);
        expect((await echoStatuses(secondAccount.token))[0]).toBe(200);
        expect((await echoStatuses(former.token))[0]).toBe(403);
        await expect.poll(() => echoStatuses(former.token), withinASecond).toEqual([403, 403]);
        expect(await echoStatuses(secondAccount.token)).toEqual([200, 200]);
        expect(await authorizeAppIds()).toEqual([secondAccount.appId, secondAccount.appId]);
        const back = await browser.fetch(authorized.headers.get('location') ?? '');
        expect(back.headers.get('location')).toBe('/?wechat=failed');
        expect(browser.cookies.has('mashang_member')).toBe(false);
    });
    test('S20: in plain mode only plain messages are read, whatever a request says', async () => {
        await save(simulated(), { messageMode: 'plain' });
        expect((await say('你好')).status).not.toBe(200);
        await save(simulated(), { messageMode: 'safe' });
        expect((await say('再见')).status).toBe(200);
    });
    test('S20: its secrets are in no answer and in no dump of the database', async () => {
        const secrets = [secondAccount.appSecret, secondAccount.token, secondAccount.encodingAesKey];
        secrets.push(server.wechatAccount.token, server.wechatAccount.appSecret, 'a'.repeat(43));
        const settings = JSON.stringify((await hq.call('GET /api/hq/settings')).body);
        const log = JSON.stringify((await hq.call('GET /api/hq/audit-log')).body);
        const dump = await dumpTables(server.database.db);
        for (const secret of secrets) {
            for (const text of [settings, log, dump])
                expect(text).not.toContain(secret);
            expect(dump).not.toContain(Buffer.from(secret).toString('hex'));
        }
    });
});
describe('files of the platform at the root', () => {
    test('S20: are served as their bare text, before the account is filled in, and nothing else there', async () => {
        const file = { name: 'MP_verify_a1B2c3D4e5F6g7H8.txt', content: 'a1B2c3D4e5F6g7H8' };
        await save({ appId: '' }, { verifyFiles: [file] });
        const found = await fetch(`${server.publicUrl}/${file.name}`);
        expect([found.status, await found.text()]).toEqual([200, file.content]);
        expect(found.headers.get('content-type')).toBe('text/plain; charset=utf-8');
        for (const path of [
            ...['MP_verify_other.txt', 'MP_verify_.txt', 'MP_verify_a1B2c3D4e5F6g7H8.txt.bak'],
            ...['mp_verify_a1B2c3D4e5F6g7H8.txt', `wechat/${file.name}`, `api/${file.name}`],
            ...['MP_verify_..%2f..%2fetc%2fpasswd.txt', 'MP_verify_a1B2c3D4e5F6g7H8%00.txt'],
        ]) {
            const answer = await fetch(`${server.publicUrl}/${path}`);
            const { status } = answer;
            expect([path, status, await answer.text()]).toEqual([path, 404, expect.anything()]);
        }
    });
});
