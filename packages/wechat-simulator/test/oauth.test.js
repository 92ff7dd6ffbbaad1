import { expect, test } from 'vitest';
import { account, aClock, aSimulator, callApi } from './harness.ts';
const callback = { ...account, callbackUrl: 'http://127.0.0.1:8080/wechat/callback' };
const redirectUri = 'http://127.0.0.1:8080/wechat/oauth/callback?keep=1';
function authorize(simulator, change = {}, headers = {}) {
    const query = new URLSearchParams({
        appid: account.appId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'snsapi_base',
        state: 'abc',
        ...change,
    });
    return simulator.app.inject({ url: `/connect/oauth2/authorize?${query.toString()}`, headers });
}
async function freshCode(simulator, headers = {}) {
    const response = await authorize(simulator, {}, headers);
    expect(response.statusCode).toBe(302);
    return new URL(String(response.headers.location)).searchParams.get('code') ?? '';
}
function exchange(simulator, code) {
    const { appId, appSecret } = account;
    const query = `appid=${appId}&secret=${appSecret}&grant_type=authorization_code&code=${code}`;
    return callApi(simulator, `/sns/oauth2/access_token?${query}`);
}
test('snsapi_base is silent: straight back to the page with code and state', async () => {
    const simulator = await aSimulator(callback);
    const target = new URL(String((await authorize(simulator)).headers.location));
    expect(target.origin + target.pathname).toBe('http://127.0.0.1:8080/wechat/oauth/callback');
    expect(Object.fromEntries(target.searchParams)).toMatchObject({ keep: '1', state: 'abc' });
});
test('a code gives the openid of the phone once: 40163 after, 40029 if unknown', async () => {
    const simulator = await aSimulator(callback);
    const code = await freshCode(simulator, { cookie: 'wechat_simulator_user=b' });
    const openid = simulator.control.users()[1]?.openId;
    expect(await exchange(simulator, code)).toMatchObject({ openid, scope: 'snsapi_base' });
    expect(await exchange(simulator, code)).toMatchObject({ errcode: 40163 });
    expect(await exchange(simulator, 'made-up')).toMatchObject({ errcode: 40029 });
});
test('a code is dead after five minutes', async () => {
    const clock = aClock();
    const simulator = await aSimulator({ ...callback, now: clock.now });
    const code = await freshCode(simulator);
    clock.advanceSeconds(301);
    expect(await exchange(simulator, code)).toMatchObject({ errcode: 42003 });
});
test.each([
    ['another host', { redirect_uri: 'http://evil.example/cb' }, '10003'],
    ['another port', { redirect_uri: 'http://127.0.0.1:8081/cb' }, '10003'],
    ['a script', { redirect_uri: 'javascript:alert(1)' }, '10003'],
    ['another appid', { appid: 'wx0' }, '10013'],
    ['snsapi_userinfo', { scope: 'snsapi_userinfo' }, '10005'],
])('authorize shows an error page for %s and issues no code', async (_what, change, number) => {
    const simulator = await aSimulator(callback);
    const response = await authorize(simulator, change);
    expect(response.statusCode).toBe(200);
    expect(response.headers.location).toBeUndefined();
    expect(response.body).toContain(number);
});
test('a browser tab outside WeChat is told to open the link in WeChat', async () => {
    const simulator = await aSimulator(callback);
    const outside = await authorize(simulator, {}, { 'sec-fetch-dest': 'document' });
    expect(outside.body).toContain('请在微信客户端打开链接');
    const inside = await authorize(simulator, {}, { 'sec-fetch-dest': 'iframe' });
    expect(inside.statusCode).toBe(302);
});
test('a snapshot page gives a virtual openid and says so', async () => {
    const simulator = await aSimulator(callback);
    const user = simulator.control.changeUser('a', { snapshot: true });
    const answer = await exchange(simulator, await freshCode(simulator));
    expect(answer).toMatchObject({ is_snapshotuser: 1 });
    expect(answer['openid']).not.toBe(user.openId);
});
test('a client that opens the redirect twice does so with one code', async () => {
    const simulator = await aSimulator({ ...callback, doubleCallback: true });
    const response = await authorize(simulator, { state: "a</script>'" });
    expect(response.statusCode).toBe(200);
    expect(response.headers['cache-control']).toBe('no-store');
    const address = /const target = (".*");/.exec(response.body)?.[1] ?? '""';
    const target = new URL(JSON.parse(address));
    expect(target.searchParams.get('state')).toBe("a</script>'");
    expect(response.body.match(/<\/script>/g)).toHaveLength(1);
    const code = target.searchParams.get('code') ?? '';
    expect(await exchange(simulator, code)).toHaveProperty('openid');
    expect(await exchange(simulator, code)).toMatchObject({ errcode: 40163 });
});
