import { expect, test } from 'vitest';
import { accessToken, account, aClock, aSimulator, callApi, stableToken } from './harness.ts';
const { appId, appSecret } = account;
test('stable_token gives the same token until five minutes before its end, then both work', async () => {
    const clock = aClock();
    const simulator = await aSimulator({ now: clock.now });
    const first = await stableToken(simulator);
    expect(first).toMatchObject({ expires_in: 7200 });
    clock.advanceSeconds(6800);
    expect(await stableToken(simulator)).toEqual({ ...first, expires_in: 400 });
    clock.advanceSeconds(200);
    const second = await stableToken(simulator);
    expect(second['access_token']).not.toBe(first['access_token']);
    const ticketWith = (token) => callApi(simulator, `/cgi-bin/ticket/getticket?access_token=${String(token)}&type=jsapi`);
    expect(await ticketWith(first['access_token'])).toMatchObject({ errcode: 0 });
    expect(await ticketWith(second['access_token'])).toMatchObject({ errcode: 0 });
    clock.advanceSeconds(300);
    expect(await ticketWith(first['access_token'])).toMatchObject({ errcode: 42001 });
    expect(await ticketWith(second['access_token'])).toMatchObject({ errcode: 0 });
});
test('force_refresh ends the last token at once, 30 s apart and twenty times a day', async () => {
    const clock = aClock();
    const simulator = await aSimulator({ now: clock.now });
    const token = await accessToken(simulator);
    expect(await stableToken(simulator, true)).toMatchObject({ expires_in: 7200 });
    expect(await callApi(simulator, `/cgi-bin/menu/get?access_token=${token}`)).toMatchObject({
        errcode: 40001,
    });
    expect(await stableToken(simulator, true)).toMatchObject({ errcode: 45011 });
    for (let count = 2; count <= 20; count += 1) {
        clock.advanceSeconds(31);
        expect(await stableToken(simulator, true)).not.toHaveProperty('errcode');
    }
    clock.advanceSeconds(31);
    expect(await stableToken(simulator, true)).toMatchObject({ errcode: 45009 });
});
test('/cgi-bin/token always rotates, and leaves stable tokens alone', async () => {
    const clock = aClock();
    const simulator = await aSimulator({ now: clock.now });
    const stable = await accessToken(simulator);
    const get = () => callApi(simulator, `/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`);
    const first = await get();
    const second = await get();
    expect(first['access_token']).not.toBe(second['access_token']);
    clock.advanceSeconds(301);
    const menuWith = (token) => callApi(simulator, `/cgi-bin/menu/get?access_token=${String(token)}`);
    expect(await menuWith(first['access_token'])).toMatchObject({ errcode: 40001 });
    expect(await menuWith(second['access_token'])).toMatchObject({ errcode: 46003 });
    expect(await menuWith(stable)).toMatchObject({ errcode: 46003 });
});
test('wrong credentials and tokens are refused with HTTP 200 and the documented errcode', async () => {
    const simulator = await aSimulator();
    const ask = (change) => callApi(simulator, '/cgi-bin/stable_token', {
        ...{ grant_type: 'client_credential', appid: appId, secret: appSecret },
        ...change,
    });
    expect(await ask({ appid: 'wx0' })).toMatchObject({ errcode: 40013 });
    expect(await ask({ secret: 'wrong' })).toMatchObject({ errcode: 40125 });
    expect(await ask({ appid: undefined })).toMatchObject({ errcode: 41002 });
    expect(await ask({ grant_type: 'x' })).toMatchObject({ errcode: 40002 });
    expect(await callApi(simulator, '/cgi-bin/stable_token', '{')).toMatchObject({ errcode: 47001 });
    expect(await callApi(simulator, '/cgi-bin/menu/get')).toMatchObject({ errcode: 41001 });
    expect(await callApi(simulator, '/cgi-bin/menu/get?access_token=x')).toMatchObject({
        errcode: 40014,
    });
});
test('a test can expire or revoke tokens, renew the ticket and plan faults', async () => {
    const simulator = await aSimulator();
    const token = await accessToken(simulator);
    const path = `/cgi-bin/ticket/getticket?access_token=${token}&type=jsapi`;
    simulator.control.planFault({ path: '/cgi-bin/ticket/getticket', errcode: -1, times: 2 });
    expect(await callApi(simulator, path)).toMatchObject({ errcode: -1 });
    expect(await callApi(simulator, path)).toMatchObject({ errcode: -1 });
    const { ticket } = await callApi(simulator, path);
    expect((await callApi(simulator, path))['ticket']).toBe(ticket);
    simulator.control.expireTicket();
    expect((await callApi(simulator, path))['ticket']).not.toBe(ticket);
    simulator.control.expireAccessTokens();
    expect(await callApi(simulator, path)).toMatchObject({ errcode: 42001 });
    const next = await accessToken(simulator);
    simulator.control.revokeAccessTokens();
    expect(await callApi(simulator, path.replace(token, next))).toMatchObject({ errcode: 40001 });
});
