import { createMemoryCredentialStore, createWechatClient, signJsApi } from '@mashang/wechat';
import { expect, test } from 'vitest';
import { account, aSimulator } from './harness.ts';
async function aClientAndSimulator() {
    const simulator = await aSimulator({ port: 0 });
    const url = await simulator.listen();
    const client = createWechatClient({
        appId: account.appId,
        appSecret: account.appSecret,
        apiUrl: url,
        oauthUrl: url,
        credentialStore: createMemoryCredentialStore(),
    });
    return { simulator, url, client };
}
const menu = {
    button: [{ type: 'scancode_waitmsg', name: '扫码积分', key: 'SCAN_POINTS' }],
};
test('the client of the product lives through expired and revoked tokens here', async () => {
    const { simulator, client } = await aClientAndSimulator();
    const first = await client.getAccessToken();
    expect(await client.getAccessToken()).toBe(first);
    await client.createMenu(menu);
    simulator.control.expireAccessTokens();
    await client.createMenu(menu);
    simulator.control.revokeAccessTokens();
    expect(await client.getMenu()).toMatchObject(menu);
    await client.deleteMenu();
    expect(await client.getMenu()).toBeNull();
});
test('the client signs pages so that wx.config believes them, and signs anew after a new ticket', async () => {
    const { url, client } = await aClientAndSimulator();
    const page = 'http://127.0.0.1:9/scan?x=1';
    const signed = await client.signJsApiUrl(`${page}#top`);
    const verify = await fetch(`${url}/open/js/verify`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
            ...signed,
            timestamp: String(signed.timestamp),
            url: page,
            firstUrl: page,
        }),
    });
    expect(await verify.json()).toEqual({ errMsg: 'config:ok' });
    const ticket = await client.getJsApiTicket();
    expect(signed.signature).toBe(signJsApi({ ...signed, ticket, url: page }));
});
test('the client goes through web authorisation once per code', async () => {
    const { simulator, client } = await aClientAndSimulator();
    const redirectUri = 'http://127.0.0.1:9/wechat/oauth/callback';
    const response = await fetch(client.authorizeUrl({ redirectUri, state: 'abc' }), {
        redirect: 'manual',
    });
    const target = new URL(response.headers.get('location') ?? '');
    const code = target.searchParams.get('code') ?? '';
    const openId = simulator.control.users()[0]?.openId;
    expect(await client.exchangeOAuthCode(code)).toMatchObject({ openId, isSnapshotUser: false });
    await expect(client.exchangeOAuthCode(code)).rejects.toMatchObject({ errcode: 40163 });
});
