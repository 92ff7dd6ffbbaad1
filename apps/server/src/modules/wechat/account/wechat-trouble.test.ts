import { WechatError } from '@mashang/wechat';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshServer, wechatClientOf, type TestServer } from '../../../../test/harness.ts';
import { aStaffBrowser, type Browser } from '../../../../test/stories/browser.ts';
import { raiseAlarms } from '../../guards/index.ts';
import { createTroubleReporter } from './wechat-trouble.ts';

let server: TestServer;
let hq: Browser;
beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.database.pool.query('truncate alarm, wechat_credential, wechat_credential_lease');
  server.clock.advanceMs(3 * 60 * 60 * 1000);
});

const refusedAddress = () =>
  new WechatError({
    errcode: 40164,
    endpoint: '/cgi-bin/stable_token',
    detail: 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1-2-3',
  });

async function alarms(language: 'zh' | 'en' = 'zh') {
  const headers = { 'accept-language': language };
  const { body } = await hq.call('GET /api/hq/alarms', { headers });
  return (body as { rows: { title: string; detail: string; times: number }[] }).rows;
}

test('S20: an address the platform does not let in becomes an alarm that names it and the remedy', async () => {
  const client = await wechatClientOf(server);
  const fault = { path: '/cgi-bin/stable_token', errcode: 40164 };
  server.simulator.control.planFault(fault);
  await expect(client.getAccessToken()).rejects.toThrow(WechatError);
  await expect.poll(() => alarms()).toHaveLength(1);
  const [zh] = await alarms();
  expect(zh).toMatchObject({ kind: 'wechatTrouble', state: 'open', times: 1, memberId: null });
  expect(`${zh?.title}${zh?.detail}`).toMatch(/IP.*白名单.*基本配置 → IP白名单.*40164/s);
  const [en] = await alarms('en');
  expect(`${en?.title} ${en?.detail}`).toMatch(/whitelist.*40164/s);
  server.simulator.control.planFault(fault);
  await expect(client.getAccessToken()).rejects.toThrow(WechatError);
  expect(await client.getAccessToken()).not.toBe('');
});

test('S20: the alarm names the address as the platform sees it, in words of both languages', async () => {
  const { database, clock } = server;
  const report = createTroubleReporter({
    ...{ db: database.db, clock, raiseAlarms },
    onError: (error) => expect.unreachable(String(error)),
  });
  report(refusedAddress());
  await expect.poll(() => alarms()).toHaveLength(1);
  for (const language of ['zh', 'en'] as const) {
    const [alarm] = await alarms(language);
    expect(alarm?.title).toContain('203.0.113.7');
    expect(alarm?.detail).toContain('203.0.113.7');
  }
});

test('S20: a thousand refused calls are one write a minute and code, and none is forgotten', async () => {
  const { database, clock } = server;
  const written: { subject: string; times: number }[] = [];
  const report = createTroubleReporter({
    ...{ db: database.db, clock },
    raiseAlarms: async (_tx, signals) => void written.push(...signals),
    onError: (error) => expect.unreachable(String(error)),
  });
  const endpoint = '/cgi-bin/message/template/send';
  const [quota, banned] = [45009, 48004].map(
    (errcode) => new WechatError({ errcode, endpoint, detail: 'no' }),
  );
  for (let count = 0; count < 1_000; count += 1) report(quota as WechatError);
  report(banned as WechatError);
  report(refusedAddress());
  const common = { kind: 'wechatTrouble', times: 1 };
  await expect.poll(() => written).toHaveLength(3);
  expect(written).toEqual(
    expect.arrayContaining([
      { ...common, subject: 'errcode:45009', details: { errcode: 45009, endpoint } },
      { ...common, subject: 'errcode:48004', details: { errcode: 48004, endpoint } },
      {
        ...{ ...common, subject: 'errcode:40164' },
        details: { errcode: 40164, endpoint: '/cgi-bin/stable_token', ip: '203.0.113.7' },
      },
    ]),
  );
  clock.advanceMs(60_000);
  report(quota as WechatError);
  await expect.poll(() => written).toHaveLength(4);
  expect(written[3]).toMatchObject({ subject: 'errcode:45009', times: 1_000 });
});
