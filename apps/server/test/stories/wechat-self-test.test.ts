import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSelfTest } from '@mashang/wechat-simulator';
import { expectSoundLedger } from '../audit-ledger.ts';
import { aBatch, aMobile } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, aStaffBrowser, bindMobile } from './browser.ts';

let server: TestServer;
beforeAll(async () => {
  server = await freshServer();
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

/** What is sent to the running server, and what it is judged by. */
const subject = () => ({
  url: `${server.publicUrl}/wechat/callback`,
  ...server.wechatAccount,
  originalId: 'gh_0123456789ab',
  now: () => server.clock.now(),
});

test('S20: this server passes every check of the simulator’s self-test, and credits each code once', async () => {
  const browser = aBrowser(server);
  await browser.open(`${server.publicUrl}/wechat/oauth/start?return=/scan`);
  await bindMobile(server, browser, aMobile());
  const { productId, code } = await aBatch(server);
  const report = await runSelfTest({
    ...subject(),
    scanTexts: [code(1), code(2), code(3)],
    openId: server.simulator.control.users()[0]?.openId ?? '',
  });
  expect(report.results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  const claims = await server.database.db
    .selectFrom('claim')
    .select('codeId')
    .where('productId', '=', productId)
    .execute();
  expect(claims).toHaveLength(3);
});

test('S20: it passes in the other modes too, where it believes a plain signature once', async () => {
  const hq = await aStaffBrowser(server);
  for (const [version, mode] of (['compatible', 'plain'] as const).entries()) {
    const { appId, appSecret, token, encodingAesKey } = server.wechatAccount;
    const body = {
      ...{ appId, appSecret, token, encodingAesKey, originalId: 'gh_0123456789ab' },
      ...{ accountName: '', messageMode: mode, onlyCallbackIps: false, verifyFiles: [], version },
    };
    const saved = await hq.call('PUT /api/hq/settings/wechat', { body });
    expect(saved).toMatchObject({ status: 200 });
    const report = await runSelfTest({ ...subject(), mode });
    expect(report.results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  }
});
