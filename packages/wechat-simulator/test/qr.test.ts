import { describe, expect, test } from 'vitest';
import type { Simulator, SimulatorOptions } from '../src/index.ts';
import { accessToken, aCallbackServer, aClock, aSimulator, callApi } from './harness.ts';

async function create(simulator: Simulator, body: unknown) {
  return callApi(
    simulator,
    `/cgi-bin/qrcode/create?access_token=${await accessToken(simulator)}`,
    body,
  );
}

async function aQuietSimulator(options: Partial<SimulatorOptions> = {}) {
  const clock = aClock();
  const server = await aCallbackServer((_request, response) => response.end('success'));
  const simulator = await aSimulator({ now: clock.now, callbackUrl: server.url, ...options });
  return { clock, simulator };
}

const temporary = (scene: string, expireSeconds?: number) => ({
  action_name: 'QR_STR_SCENE',
  action_info: { scene: { scene_str: scene } },
  ...(expireSeconds === undefined ? {} : { expire_seconds: expireSeconds }),
});

test('a temporary QR is a ticket, an address and a picture until its end', async () => {
  const { clock, simulator } = await aQuietSimulator();
  const qr = await create(simulator, temporary('s-one', 300));
  expect(qr).toMatchObject({ expire_seconds: 300 });
  expect(qr['url']).toMatch(/^http:\/\/weixin\.qq\.com\/q\/\w+$/);
  expect(qr['ticket']).toMatch(/[+/=]/);
  const show = async () => {
    const ticket = encodeURIComponent(String(qr['ticket']));
    return simulator.app.inject(`/cgi-bin/showqrcode?ticket=${ticket}`);
  };
  const picture = await show();
  expect(picture.headers['content-type']).toBe('image/png');
  expect(picture.rawPayload.subarray(1, 4).toString()).toBe('PNG');
  clock.advanceSeconds(300);
  expect((await show()).statusCode).toBe(404);
  expect((await simulator.app.inject('/cgi-bin/showqrcode?ticket=x')).statusCode).toBe(404);
  expect(await create(simulator, temporary('s-two'))).toMatchObject({ expire_seconds: 30 });
});

test('permanent QRs are counted, and the same scene is the same QR', async () => {
  const { simulator } = await aQuietSimulator({ permanentQrsMax: 2 });
  const permanent = (id: number) =>
    create(simulator, {
      action_name: 'QR_LIMIT_SCENE',
      action_info: { scene: { scene_id: id } },
    });
  const first = await permanent(1);
  expect(first).not.toHaveProperty('expire_seconds');
  expect(await permanent(1)).toEqual(first);
  expect(await permanent(2)).toHaveProperty('ticket');
  expect(await permanent(3)).toMatchObject({ errcode: 45029 });
});

test.each([
  ['an unknown action', { action_name: 'QR', action_info: {} }, 40052],
  ['no scene', { action_name: 'QR_STR_SCENE', action_info: {} }, 40053],
  ['an empty scene', temporary('', 60), 40053],
  ['65 characters', temporary('s'.repeat(65), 60), 40053],
  ['31 days', temporary('s', 2_592_001), 40053],
  ['no time at all', temporary('s', 0), 40053],
  ['scene 0', { action_name: 'QR_SCENE', action_info: { scene: { scene_id: 0 } } }, 40053],
  [
    'a permanent number beyond 100 000',
    { action_name: 'QR_LIMIT_SCENE', action_info: { scene: { scene_id: 100_001 } } },
    40053,
  ],
  ['no JSON', 'x', 47001],
])('qrcode/create refuses %s', async (_what, body, errcode) => {
  const { simulator } = await aQuietSimulator();
  expect(await create(simulator, body)).toMatchObject({ errcode });
});

describe('scanning a parametric QR', () => {
  test('opens the chat of a follower, with SCAN, scene and ticket', async () => {
    const { simulator } = await aQuietSimulator();
    const { url, ticket } = await create(simulator, temporary('s-one', 60));
    const { shows, push } = await simulator.control.scanQr('a', String(url));
    expect(shows).toBe('chat');
    expect(push?.event).toEqual({ kind: 'SCAN', scene: 's-one', ticket });
    expect(push?.xml).toContain('<EventKey><![CDATA[s-one]]></EventKey>');
  });

  test('shows a stranger the account; following from there tells the scene with its prefix', async () => {
    const { simulator } = await aQuietSimulator();
    const { url, ticket } = await create(simulator, temporary('s-one', 60));
    expect(await simulator.control.scanQr('c', String(url))).toEqual({
      shows: 'profile',
      push: null,
    });
    const cookie = 'wechat_simulator_user=c';
    await simulator.app.inject({ method: 'POST', url: '/phone/follow', headers: { cookie } });
    const push = simulator.control.pushes().at(-1);
    expect(push?.event).toEqual({ kind: 'subscribe', scene: 's-one', ticket });
    expect(push?.xml).toContain('<EventKey><![CDATA[qrscene_s-one]]></EventKey>');
    const { push: again } = await simulator.control.scanQr('c', String(url), { follow: true });
    expect(again?.event.kind).toBe('SCAN');
  });

  test('too late, or of somebody else, tells the account nothing', async () => {
    const { clock, simulator } = await aQuietSimulator();
    const { url } = await create(simulator, temporary('s-one', 60));
    clock.advanceSeconds(60);
    const answer = await simulator.app.inject({
      method: 'POST',
      url: '/phone/qr',
      payload: { url },
    });
    expect(answer.json()).toEqual({ shows: 'expired' });
    const other = await simulator.control.scanQr('a', 'http://weixin.qq.com/q/02other');
    expect(other).toEqual({ shows: 'unknown', push: null });
    expect(simulator.control.pushes()).toEqual([]);
  });
});
