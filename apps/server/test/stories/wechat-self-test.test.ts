import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSelfTest } from '@mashang/wechat-simulator';
import { expectSoundLedger } from '../audit-ledger.ts';
import { aBatch, aMobile } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, bindMobile } from './browser.ts';

let server: TestServer;
beforeAll(async () => {
  server = await freshServer();
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

test('S20: this server passes every check of the simulator’s self-test, and credits each code once', async () => {
  const browser = aBrowser(server);
  await browser.open(`${server.publicUrl}/wechat/oauth/start?return=/scan`);
  await bindMobile(server, browser, aMobile());
  const { productId, code } = await aBatch(server);
  const report = await runSelfTest({
    url: `${server.publicUrl}/wechat/callback`,
    ...server.wechatAccount,
    originalId: 'gh_0123456789ab',
    scanTexts: [code(1), code(2), code(3)],
    openId: server.simulator.control.users()[0]?.openId ?? '',
    now: () => server.clock.now(),
  });
  expect(report.results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  const claims = await server.database.db
    .selectFrom('claim')
    .select('codeId')
    .where('productId', '=', productId)
    .execute();
  expect(claims).toHaveLength(3);
});
