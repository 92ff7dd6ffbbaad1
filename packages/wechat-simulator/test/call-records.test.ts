import { expect, test } from 'vitest';
import { accessToken, account, aSimulator, callApi } from './harness.ts';

test('what the account asks and hears is written down, without its secrets', async () => {
  const simulator = await aSimulator();
  const token = await accessToken(simulator);
  simulator.control.planFault({ path: '/cgi-bin/menu/get', errcode: -1 });
  await callApi(simulator, `/cgi-bin/menu/get?access_token=${token}`);
  const { calls } = (await simulator.app.inject('/simulator/calls')).json<{ calls: unknown[] }>();
  expect(calls).toMatchObject([
    { method: 'POST', url: '/cgi-bin/stable_token', status: 200, errcode: 0, fault: null },
    { method: 'GET', url: '/cgi-bin/menu/get?access_token=…', errcode: -1, fault: '-1' },
  ]);
  const written = JSON.stringify(calls);
  expect(written).not.toContain(token);
  expect(written).not.toContain(account.appSecret);
});

test('a connection that was reset has no status', async () => {
  const simulator = await aSimulator();
  simulator.control.planFault({ path: '*', drop: true });
  await simulator.app.inject('/cgi-bin/token').catch(() => undefined);
  expect(simulator.control.calls()).toMatchObject([{ status: null, fault: 'reset' }]);
});

test('the panel shows faults, switches and records of one phone', async () => {
  const simulator = await aSimulator({ messageMode: 'compatible' });
  simulator.control.planFault({ path: '*', delayMs: 1, times: 3 });
  simulator.control.changeUser('b', { snapshot: true });
  await simulator.app.inject('/cgi-bin/token');
  const panel = await simulator.app.inject({
    url: '/phone/panel',
    headers: { cookie: 'wechat_simulator_user=b' },
  });
  expect(panel.json()).toMatchObject({
    ...{ settings: { messageMode: 'compatible' }, user: { snapshot: true } },
    ...{ faults: [{ path: '*', times: 2, hits: 1 }], calls: [{ fault: '1 ms', errcode: 40002 }] },
  });
});
