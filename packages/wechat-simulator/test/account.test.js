import { expect, test } from 'vitest';
import { accessToken, account, aClock, aSimulator, callApi, stableToken } from './harness.ts';
async function call(simulator, path, body) {
    const mark = path.includes('?') ? '&' : '?';
    return callApi(simulator, `${path}${mark}access_token=${await accessToken(simulator)}`, body);
}
test('getcallbackip answers the addresses pushes come from', async () => {
    const simulator = await aSimulator();
    expect(await call(simulator, '/cgi-bin/getcallbackip')).toEqual({
        ip_list: ['127.0.0.1', '::1'],
    });
    simulator.control.changeSettings({ callbackIps: ['101.226.62.77'] });
    expect(await call(simulator, '/cgi-bin/getcallbackip')).toEqual({ ip_list: ['101.226.62.77'] });
    const answer = await callApi(simulator, '/cgi-bin/getcallbackip?access_token=x');
    expect(answer).toMatchObject({ errcode: 40014 });
});
test('who is not on the white list gets no token, is told its address, and keeps what it has', async () => {
    const simulator = await aSimulator({ ipWhitelist: ['127.0.0.0/8'] });
    const token = await accessToken(simulator);
    simulator.control.changeSettings({ ipWhitelist: ['101.45.43.1'] });
    const refused = await stableToken(simulator);
    expect(refused['errcode']).toBe(40164);
    expect(refused['errmsg']).toMatch(/^invalid ip 127\.0\.0\.1 ipv6 ::ffff:127\.0\.0\.1, not in whitelist rid: /);
    const query = `grant_type=client_credential&appid=${account.appId}&secret=${account.appSecret}`;
    expect(await callApi(simulator, `/cgi-bin/token?${query}`)).toMatchObject({ errcode: 40164 });
    const other = await callApi(simulator, `/cgi-bin/menu/get?access_token=${token}`);
    expect(other).toMatchObject({ errcode: 46003 });
    simulator.control.changeSettings({ ipWhitelist: null });
    expect(await stableToken(simulator)).toMatchObject({ access_token: token });
});
test('a changed secret is asked for at once', async () => {
    const simulator = await aSimulator();
    simulator.control.changeSettings({ appSecret: 'another-secret' });
    expect(await stableToken(simulator)).toMatchObject({ errcode: 40125 });
    expect(() => simulator.control.changeSettings({ encodingAesKey: 'short' })).toThrow(RangeError);
    expect(simulator.control.settings().encodingAesKey).toBe(account.encodingAesKey);
});
test('user/info tells who follows, since when and by which QR, and nothing of a stranger', async () => {
    const clock = aClock();
    const simulator = await aSimulator({ now: clock.now, pushTriesMax: 1 });
    const info = (user) => call(simulator, `/cgi-bin/user/info?openid=${simulator.control.users()[user]?.openId}&lang=zh_CN`);
    expect(await info(0)).toMatchObject({ subscribe: 1, subscribe_scene: 'ADD_SCENE_SEARCH' });
    expect(await info(2)).toMatchObject({ subscribe: 0 });
    expect(await info(2)).not.toHaveProperty('subscribe_time');
    const scene = { scene_str: 'p-one' };
    const create = { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene } };
    const { ticket } = await call(simulator, '/cgi-bin/qrcode/create', create);
    await simulator.control.scanQr('c', String(ticket), { follow: true });
    expect(await info(2)).toMatchObject({
        subscribe: 1,
        subscribe_time: clock.now().getTime() / 1000,
        subscribe_scene: 'ADD_SCENE_QR_CODE',
        qr_scene_str: 'p-one',
    });
    const unknown = await call(simulator, '/cgi-bin/user/info?openid=o-nobody');
    expect(unknown).toMatchObject({ errcode: 40003 });
});
test('quotas of a day and a minute end calls with 45009 and 45011, and time ends them', async () => {
    const clock = aClock();
    const path = '/cgi-bin/getcallbackip';
    const quotas = { [path]: { daily: 3, perMinute: 2 } };
    const simulator = await aSimulator({ now: clock.now, quotas });
    const ask = async () => (await call(simulator, path))['errcode'] ?? 0;
    expect([await ask(), await ask(), await ask()]).toEqual([0, 0, 45011]);
    clock.advanceSeconds(60);
    expect([await ask(), await ask()]).toEqual([0, 45009]);
    const quota = await call(simulator, '/cgi-bin/openapi/quota/get', { cgi_path: path });
    expect(quota).toMatchObject({
        errcode: 0,
        quota: { daily_limit: 3, used: 3, remain: 0 },
        rate_limit: { call_count: 2, refresh_second: 60 },
    });
    clock.advanceSeconds(86_400);
    expect(await ask()).toBe(0);
});
test('clear_quota works ten times a month, for this account only', async () => {
    const clock = aClock();
    const path = '/cgi-bin/getcallbackip';
    const simulator = await aSimulator({ now: clock.now, quotas: { [path]: { daily: 1 } } });
    const clear = async (appid) => (await call(simulator, '/cgi-bin/clear_quota', { appid }))['errcode'];
    expect(await clear('wx0')).toBe(40013);
    for (let count = 1; count <= 10; count += 1) {
        expect(await call(simulator, path)).toHaveProperty('ip_list');
        expect(await clear(account.appId)).toBe(0);
    }
    expect(await clear(account.appId)).toBe(48006);
    clock.advanceSeconds(31 * 86_400);
    expect(await clear(account.appId)).toBe(0);
});
test.each([
    ['cgi-bin/menu/get', 76003],
    ['/sns/oauth2/access_token', 76022],
    ['/cgi-bin/nothing', 76021],
])('quota/get refuses %s with %i', async (path, errcode) => {
    const simulator = await aSimulator();
    const answer = await call(simulator, '/cgi-bin/openapi/quota/get', { cgi_path: path });
    expect(answer).toMatchObject({ errcode });
});
