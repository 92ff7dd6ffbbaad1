import { expect, test } from 'vitest';
import { aCallbackServer, aSimulator } from './harness.ts';

test('S20: two windows of one browser are two phones; its cookie only says whose pages open', async () => {
  const server = await aCallbackServer((_request, response) => response.end('success'));
  const simulator = await aSimulator({ callbackUrl: server.url, webViewCookies: ['member'] });
  const window = async (user: string) => {
    const headers = { 'x-phone-user': user, cookie: 'wechat_simulator_user=a; member=1' };
    const inject = (method: 'GET' | 'POST', url: string, payload?: object) =>
      simulator.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
    await inject('POST', '/phone/text', { content: `I am ${user}` });
    return {
      state: await inject('GET', '/phone/state'),
      page: await inject('POST', '/phone/user', { id: user }),
    };
  };
  const [one, other] = await Promise.all([window('a'), window('b')]);
  expect(one.state.json()).toMatchObject({ user: { id: 'a', messages: [{ text: 'I am a' }] } });
  expect(other.state.json()).toMatchObject({ user: { id: 'b', messages: [{ text: 'I am b' }] } });
  // The same user's pages keep their session, another user's do not get it.
  expect(one.page.cookies).toEqual([]);
  expect(other.page.cookies.map(({ name, value }) => `${name}=${value}`)).toEqual([
    'member=',
    'wechat_simulator_user=b',
  ]);
});

test('S20: an unknown user of a window leaves the phone to the cookie’s', async () => {
  const simulator = await aSimulator();
  const headers = { 'x-phone-user': 'nobody', cookie: 'wechat_simulator_user=b' };
  const state = await simulator.app.inject({ url: '/phone/state', headers });
  expect(state.json()).toMatchObject({ user: { id: 'b' } });
});

test('S20: who refused notices may take it back; of 订阅通知 the account hears both', async () => {
  const server = await aCallbackServer((_request, response) => response.end('success'));
  const simulator = await aSimulator({ callbackUrl: server.url });
  const templates = simulator.control.templates();
  for (const channel of ['template', 'subscription'] as const) {
    const templateId = templates.find((known) => known.channel === channel)?.templateId ?? '';
    for (const deed of ['refuse', 'receive']) {
      const url = `/phone/subscribe/${deed}`;
      const answer = await simulator.app.inject({ method: 'POST', url, payload: { templateId } });
      expect(answer.statusCode).toBe(202);
      const refused = simulator.control.users()[0]?.refusedTemplates ?? [];
      expect(refused.includes(templateId)).toBe(deed === 'refuse');
    }
  }
  await expect
    .poll(() => simulator.control.pushes().map(({ event }) => event))
    .toMatchObject([
      { kind: 'subscribe_msg_change_event', list: [{ status: 'reject' }] },
      { kind: 'subscribe_msg_change_event', list: [{ status: 'accept' }] },
    ]);
});
