import { expect, test } from 'vitest';
import { accessToken, aSimulator, callApi, stableToken } from './harness.ts';
const menu = '/cgi-bin/menu/get';
test('a fault of all paths spoils every call until it is cleared', async () => {
    const simulator = await aSimulator();
    const { control } = simulator;
    const token = await accessToken(simulator);
    const fault = control.planFault({ path: '*', errcode: -1, times: 'always' });
    for (const path of [menu, '/cgi-bin/getcallbackip', '/sns/oauth2/access_token']) {
        const answer = await callApi(simulator, `${path}?access_token=${token}`);
        expect(answer).toMatchObject({ errcode: -1 });
    }
    expect(control.faults()).toEqual([{ ...fault, hits: 3 }]);
    control.clearFaults(fault.id);
    expect(control.faults()).toEqual([]);
    const answer = await callApi(simulator, `${menu}?access_token=${token}`);
    expect(answer).toMatchObject({ errcode: 46003 });
});
test('a fault of a path comes before one of all, and each ends after its times', async () => {
    const simulator = await aSimulator();
    const { control } = simulator;
    const token = await accessToken(simulator);
    control.planFault({ path: '*', errcode: -1 });
    control.planFault({ path: menu, errcode: 50002, times: 2 });
    const ask = async () => (await callApi(simulator, `${menu}?access_token=${token}`))['errcode'];
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([50002, 50002, -1, 46003]);
});
test.each([
    ['expired', 42001],
    ['revoked', 40001],
])('a token %s in the middle of work is heard as %i, and a new one works', async (token, errcode) => {
    const simulator = await aSimulator();
    const former = await accessToken(simulator);
    simulator.control.planFault({ path: menu, token });
    const answer = await callApi(simulator, `${menu}?access_token=${former}`);
    expect(answer).toMatchObject({ errcode });
    const next = await accessToken(simulator);
    expect(next).not.toBe(former);
    const again = await callApi(simulator, `${menu}?access_token=${next}`);
    expect(again).toMatchObject({ errcode: 46003 });
});
test('a connection is reset, a body is nonsense with any status, an answer is late', async () => {
    const simulator = await aSimulator({ port: 0 });
    const url = `${await simulator.listen()}${menu}`;
    simulator.control.planFault({ path: menu, drop: true });
    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    simulator.control.planFault({ path: menu, status: 502, body: '<html>Bad Gateway</html>' });
    const nonsense = await fetch(url);
    expect([nonsense.status, await nonsense.text()]).toEqual([502, '<html>Bad Gateway</html>']);
    simulator.control.planFault({ path: menu, delayMs: 30 });
    const startedAt = performance.now();
    expect(await (await fetch(url)).json()).toMatchObject({ errcode: 41001 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(29);
});
test('faults and settings are planned, listed and cleared over HTTP', async () => {
    const simulator = await aSimulator();
    const ask = async (method, url, payload) => {
        const response = await simulator.app.inject({ method, url, ...(payload ? { payload } : {}) });
        return { status: response.statusCode, body: response.body && response.json() };
    };
    const fault = { path: '*', errcode: 45009, times: 'always' };
    const planned = await ask('POST', '/simulator/faults', fault);
    expect(planned).toMatchObject({ status: 201, body: fault });
    expect(await stableToken(simulator)).toMatchObject({ errcode: 45009 });
    expect((await ask('GET', '/simulator/faults')).body).toMatchObject({ faults: [{ hits: 1 }] });
    expect((await ask('DELETE', '/simulator/faults?id=999999')).status).toBe(204);
    expect(await stableToken(simulator)).toMatchObject({ errcode: 45009 });
    expect((await ask('DELETE', '/simulator/faults')).status).toBe(204);
    expect(await stableToken(simulator)).toHaveProperty('access_token');
    const pushFault = { kind: 'duplicate', event: 'CLICK', copies: 3 };
    expect((await ask('POST', '/simulator/push-faults', pushFault)).status).toBe(201);
    expect((await ask('POST', '/simulator/push-faults', { kind: 'rain' })).status).toBe(400);
    const list = await ask('GET', '/simulator/push-faults');
    expect(list.body).toMatchObject({ faults: [pushFault] });
    expect((await ask('DELETE', '/simulator/push-faults')).status).toBe(204);
    expect(simulator.control.pushFaults()).toEqual([]);
    const change = { messageMode: 'plain', ipWhitelist: null, quotas: { '/x': { daily: 1 } } };
    expect(await ask('PATCH', '/simulator/settings', change)).toMatchObject({ status: 200 });
    expect((await ask('GET', '/simulator/settings')).body).toMatchObject(change);
    const refused = await ask('PATCH', '/simulator/settings', { encodingAesKey: 'short' });
    expect(refused.status).toBe(400);
});
