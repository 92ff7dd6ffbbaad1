import type { WechatCheck } from '@mashang/contract';
import { describe, expect, onTestFinished, test } from 'vitest';
import { wechatClientOf } from '../../../../test/harness.ts';
import { openTestRoute } from '../../../../test/test-route.ts';
import { syncMenu } from '../menu/sync-menu.ts';
import { aCallback, aServer, chosen, aClient, useCheckBench } from './check-bench.test-support.ts';
import { registerCheckRoutes } from './check-routes.ts';

const bench = useCheckBench();

describe('what WeChat told us', () => {
  test('S20: before WeChat ever called the check says so, and our own tests do not count as calls', async () => {
    expect(await bench.run('pushes')).toMatchObject({
      state: 'failed',
      seen: matching(/还没有调用过/),
    });
    expect((await bench.run('signature')).state).toBe('passed');
    expect((await bench.run('callbackUrl')).seen).toMatch(/原样返回/);
    expect((await bench.run('pushes')).seen).toMatch(/还没有调用过/);
  });

  test('S20: a refused call is told with its reason, and a good one ends the alarm', async () => {
    const { server } = bench;
    const forged = await fetch(`${server.publicUrl}/wechat/callback?timestamp=1&nonce=1`, {
      method: 'POST',
      body: '<xml></xml>',
    });
    expect(forged.status).toBe(403);
    await expect
      .poll(() => bench.run('pushes'))
      .toMatchObject({ state: 'failed', seen: matching(/时间相差太多/), steps: [matching(/NTP/)] });
    server.clock.advanceMs(61_000);
    await server.simulator.control.pushEvent('a', { kind: 'text', content: '你好' });
    await expect.poll(() => bench.run('pushes')).toMatchObject({ state: 'passed', steps: [] });
  });
});

test('S20: on a right account every check passes, or warns of the address only', async () => {
  const { server } = bench;
  const client = await wechatClientOf(server);
  await syncMenu(bench.tools(), { overwrite: true });
  const [template] = await client.listTemplates('template');
  const notices = chosen(template?.templateId ?? '');
  const { app, route } = openTestRoute();
  registerCheckRoutes(route, { ...bench.tools(), readNoticeSettings: async () => notices });
  const list = await app.inject('/api/hq/wechat/checks');
  const { checks, appId } = list.json<{ checks: string[]; appId: string }>();
  expect([checks.length, appId]).toEqual([11, server.wechatAccount.appId]);
  const results = await Promise.all(
    checks.map(async (check) => {
      const url = `/api/hq/wechat/checks/${check}`;
      const answer = await app.inject({ method: 'POST', url, payload: {} });
      return answer.json<WechatCheck>();
    }),
  );
  const states = Object.fromEntries(results.map(({ check, state }) => [check, state]));
  const passed =
    'account messageMode token ipWhitelist signature pushes oauthDomain menu templates';
  expect(states).toEqual({
    ...Object.fromEntries(passed.split(' ').map((check) => [check, 'passed'])),
    callbackUrl: 'warning',
    jsTicket: 'warning',
  });
  const address = results.find(({ check }) => check === 'callbackUrl');
  expect(address?.steps).toEqual([/https/, /域名/, /80 或 443/, /内网/].map(matching));
  await app.close();
});

describe('credentials', () => {
  test('S20: a wrong secret fails as that, and says nothing of the whitelist', async () => {
    const account = { appSecret: 'f'.repeat(32) };
    expect(await bench.run('token', { account })).toMatchObject({
      state: 'failed',
      seen: matching(/AppSecret/),
    });
    expect((await bench.run('ipWhitelist', { account })).state).toBe('skipped');
    expect(await bench.run('token', { account: { appId: 'wx0000000000000000' } })).toMatchObject({
      state: 'failed',
      seen: matching(/AppID/),
    });
  });

  test('S20: an address that is not white-listed is named, with where to add it', async () => {
    const { control } = bench.server.simulator;
    control.changeSettings({ ipWhitelist: ['203.0.113.9'] });
    onTestFinished(() => void control.changeSettings({ ipWhitelist: null }));
    const found = await bench.run('ipWhitelist');
    expect(found).toMatchObject({ state: 'failed', seen: matching(/127\.0\.0\.1/) });
    expect(found.steps.join()).toMatch(/IP白名单.*127\.0\.0\.1/);
    expect((await bench.run('token')).state).toBe('skipped');
    expect((await bench.run('ipWhitelist', { language: 'en' })).steps.join()).toMatch(/Add 127/);
  });

  test('S20: an account without the JS-SDK is told to be certified', async () => {
    const { server } = bench;
    const client = aClient(bench);
    const path = '/cgi-bin/ticket/getticket';
    server.simulator.control.planFault({ path, errcode: 48001, errmsg: 'api unauthorized' });
    expect(await bench.run('jsTicket', { client })).toMatchObject({
      state: 'failed',
      seen: matching(/权限/),
    });
    server.simulator.control.planFault({ path, drop: true });
    expect((await bench.run('jsTicket', { client })).seen).toMatch(/连不上微信服务器/);
  });

  test('S20: an account that is not complete names what is missing; all else waits for it', async () => {
    const tools = { accounts: { current: async () => undefined } };
    expect(await bench.run('account', { tools })).toMatchObject({
      state: 'failed',
      seen: matching(/AppID、AppSecret、Token、EncodingAESKey、原始 ID/),
    });
    expect((await bench.run('token', { tools })).state).toBe('skipped');
    const odd = await bench.run('account', { account: { token: 'no', originalId: 'mashang' } });
    expect(odd).toMatchObject({ state: 'failed', seen: matching(/Token、原始 ID/) });
  });
});

describe('the callback through the public address', () => {
  test('S20: an address nobody answers at fails with the reason of the network', async () => {
    const tools = { publicUrl: 'http://127.0.0.1:1' };
    expect(await bench.run('callbackUrl', { tools })).toMatchObject({ state: 'failed' });
    const closed = await aServer((request) => request.socket.destroy());
    const found = await bench.run('callbackUrl', { tools: { publicUrl: closed } });
    expect(found).toMatchObject({ state: 'failed', seen: matching(/失败/) });
    expect((await bench.run('signature', { tools: { publicUrl: closed } })).state).toBe('failed');
  });

  test('S20: a redirection is told, and not followed', async () => {
    let visits = 0;
    const elsewhere = await aServer((_request, response) => {
      visits += 1;
      response.end('here');
    });
    const publicUrl = await aServer((_request, response) => {
      response.writeHead(302, { location: elsewhere }).end();
    });
    for (const check of ['callbackUrl', 'signature', 'oauthDomain'] as const) {
      const account = { verifyFiles: [{ name: 'MP_verify_a.txt', content: 'here' }] };
      const found = await bench.run(check, { account, tools: { publicUrl } });
      expect(found.state).toBe('failed');
    }
    expect(visits).toBe(0);
  });

  test('S20: something else that answers everything is no callback, and taking forgeries is named', async () => {
    const publicUrl = await aServer((_request, response) => response.end('success'));
    const tools = { publicUrl };
    expect((await bench.run('callbackUrl', { tools })).seen).toMatch(/没有原样返回/);
    expect(await bench.run('signature', { tools })).toMatchObject({
      state: 'failed',
      seen: matching(/伪造/),
    });
  });

  test('S20: a Token other than the platform’s shows', async () => {
    const account = { token: 'another' };
    expect((await bench.run('callbackUrl', { account })).seen).toMatch(/403/);
    expect((await bench.run('signature', { account })).seen).toMatch(/403/);
    const keys = { encodingAesKeys: ['B'.repeat(43)] };
    expect((await bench.run('signature', { account: keys })).state).toBe('failed');
  });

  test.each(['safe', 'compatible', 'plain'] as const)(
    'S20: in %s mode a signed message is answered, and a forged one refused',
    async (messageMode) => {
      const publicUrl = await aCallback(bench, messageMode);
      const difference = { account: { messageMode }, tools: { publicUrl } };
      expect(await bench.run('signature', difference)).toMatchObject({ state: 'passed' });
      const mode = await bench.run('messageMode', difference);
      expect([mode.state, mode.steps.length]).toEqual(
        messageMode === 'safe' ? ['passed', 0] : ['warning', 2],
      );
    },
  );

  test('S20: where only WeChat’s addresses are taken, our own test proves nothing and says so', async () => {
    const account = { onlyCallbackIps: true, token: 'another' };
    expect((await bench.run('signature', { account })).state).toBe('skipped');
  });
});

describe('domain, menu, templates', () => {
  test('S20: a domain that is not registered fails with 10003, a missing MP_verify file by its address', async () => {
    const publicUrl = bench.server.publicUrl.replace('127.0.0.1', 'localhost');
    expect(await bench.run('oauthDomain', { tools: { publicUrl } })).toMatchObject({
      state: 'failed',
      seen: matching(/10003/),
    });
    const verifyFiles = [{ name: 'MP_verify_missing.txt', content: 'missing' }];
    expect(await bench.run('oauthDomain', { account: { verifyFiles } })).toMatchObject({
      state: 'failed',
      seen: matching(/MP_verify_missing\.txt/),
    });
  });

  test('S20: a menu changed by hand fails with what differs, none with how to publish', async () => {
    const client = await wechatClientOf(bench.server);
    await client.createMenu({
      button: [{ type: 'view', name: '官网', url: 'https://a.example/' }],
    });
    const found = await bench.run('menu');
    expect(found).toMatchObject({
      state: 'failed',
      seen: matching(/第 1 个按钮「扫码积分」.*「官网」/),
    });
    await client.deleteMenu();
    expect(await bench.run('menu')).toMatchObject({ state: 'failed', seen: matching(/没有菜单/) });
  });

  test('S20: a template the account does not have fails by its name, a field it has not is warned of', async () => {
    const client = await wechatClientOf(bench.server);
    const [template] = await client.listTemplates('template');
    const known = template?.templateId ?? '';
    expect(await bench.run('templates', { notices: chosen('no-such') })).toMatchObject({
      state: 'failed',
      seen: matching(/发货通知 \(no-such\)/),
    });
    expect(await bench.run('templates', { notices: chosen(known, 'thing9') })).toMatchObject({
      state: 'warning',
      seen: matching(/thing9/),
    });
    expect((await bench.run('templates')).state).toBe('passed');
    const off = { channels: [], templates: [] };
    expect((await bench.run('templates', { notices: off })).state).toBe('skipped');
  });
});

describe('the list itself', () => {
  test('S20: a check that gets no answer ends in time, and a bug of ours is words, not a failure', async () => {
    const never = { accounts: { current: () => new Promise<undefined>(() => undefined) } };
    expect((await bench.run('token', { tools: never, limitMs: 20 })).state).toBe('failed');
    const broken = { accounts: { current: () => Promise.reject(new TypeError('a bug')) } };
    expect((await bench.run('menu', { tools: broken })).seen).toMatch(/本系统出错/);
    expect(bench.bugs).toHaveLength(1);
  });

  test('S20: nothing any check said holds a secret of the account', () => {
    const { appSecret, token, encodingAesKey } = bench.server.wechatAccount;
    expect(bench.found.length).toBeGreaterThan(30);
    for (const secret of [appSecret, token, encodingAesKey]) {
      expect(bench.found.join('\n')).not.toContain(secret);
    }
  });
});

function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
