import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectSoundLedger } from '../audit-ledger.ts';
import { aBatch, aMobile, type TestBatch } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, aMemberBrowser, aStaffBrowser, bindMobile, type Browser } from './browser.ts';

let server: TestServer;
let hq: Browser;
let batch: TestBatch;
beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
  batch = await aBatch(server, { points: 12, name: '红烧酱油 500ml' });
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

const scanFromMenu = (user: string, scanResult: string) =>
  server.simulator.control.pushEvent(user, {
    kind: 'scancode_waitmsg',
    key: 'SCAN_POINTS',
    scanType: 'qrcode',
    scanResult,
  });

describe('S1–S4: a person who was never here scans a bottle', () => {
  const mobile = aMobile();
  const phone = () => server.simulator.control.users()[0]?.id ?? '';
  let browser: Browser;

  test('the menu scan of an unbound person answers with the link that binds, and pays nothing', async () => {
    const record = await scanFromMenu(phone(), `${server.publicUrl}/C/${batch.code(1)}`);
    const text = record.reply?.kind === 'text' ? record.reply.text : '';
    const link = /href="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(text).toContain('第一次积分需要绑定手机号');
    expect(link).toBe(`${server.publicUrl}/bind?to=${encodeURIComponent(`/C/${batch.code(1)}`)}`);
    expect(await server.database.db.selectFrom('claim').selectAll().execute()).toEqual([]);
  });

  test('silent OAuth comes back by 303 to the very page, as a WeChat user without a number', async () => {
    browser = aBrowser(server);
    expect((await browser.call('GET /api/session')).body).toMatchObject({ state: 'anonymous' });
    const path = `/bind?to=${encodeURIComponent(`/C/${batch.code(1)}`)}`;
    const start = `/wechat/oauth/start?return=${encodeURIComponent(path)}`;
    const { addresses } = await browser.open(`${server.publicUrl}${start}`);
    expect(addresses.map((address) => new URL(address).pathname)).toEqual([
      '/wechat/oauth/start',
      '/connect/oauth2/authorize',
      '/wechat/oauth/callback',
      '/bind',
    ]);
    expect(addresses.at(-1)).toBe(`${server.publicUrl}${path}`);
    expect((await browser.call('GET /api/session')).body).toMatchObject({
      state: 'wechatUnbound',
      member: null,
    });
    const refused = await browser.call('POST /api/scans', { body: { text: batch.code(1) } });
    expect(refused.status).toBe(401);
  });

  test('the SMS code binds number and WeChat user, and the code is claimed at once', async () => {
    const bound = await bindMobile(server, browser, mobile);
    expect(bound).toMatchObject({ status: 200, body: { isNew: true, member: { balance: 0 } } });
    const scanned = await browser.call('POST /api/scans', {
      body: { text: `${server.publicUrl}/C/${batch.code(1)}` },
    });
    expect(scanned).toMatchObject({
      status: 200,
      body: {
        outcome: 'awarded',
        title: '恭喜您，积分成功',
        points: 12,
        balance: 12,
        productName: '红烧酱油 500ml',
      },
    });
  });

  test('我的积分, its history and head office’s list show the same entry', async () => {
    expect((await browser.call('GET /api/me/points')).body).toEqual({
      balance: 12,
      earned: 12,
      spent: 0,
    });
    const own = await browser.call('GET /api/me/entries');
    const entry = {
      points: 12,
      balanceAfter: 12,
      kind: 'award',
      productName: '红烧酱油 500ml',
      explanation: '基础 12 分',
    };
    expect(own.body).toMatchObject({ rows: [entry], next: null });
    const listed = await hq.call('GET /api/hq/points-entries', {
      query: { mobile, batchId: batch.batchId },
    });
    const mobileMasked = `${mobile.slice(0, 3)}****${mobile.slice(-4)}`;
    expect(listed.body).toMatchObject({ rows: [{ ...entry, mobileMasked }] });
    expect(JSON.stringify(listed.body)).not.toContain(mobile);
  });

  test('from now on the chat pays by itself, and the next visit is known without an SMS', async () => {
    const record = await scanFromMenu(phone(), `${server.publicUrl}/C/${batch.code(2)}`);
    expect(record.reply).toMatchObject({
      kind: 'text',
      text: expect.stringMatching(
        /^恭喜您，积分成功\n红烧酱油 500ml：\+12 分，当前积分 24 分。/,
      ) as string,
    });
    const nextVisit = aBrowser(server);
    await nextVisit.open(`${server.publicUrl}/wechat/oauth/start?return=/points`);
    expect((await nextVisit.call('GET /api/session')).body).toMatchObject({
      state: 'member',
      member: { balance: 24 },
    });
  });

  test('scanning again, by page or chat, says 该产品已经被积过分了 and pays nothing', async () => {
    const again = await browser.call('POST /api/scans', { body: { text: batch.code(1) } });
    expect(again.body).toMatchObject({ outcome: 'alreadyYours', title: '该产品已经被积过分了' });
    server.clock.advanceMs(2000);
    const record = await scanFromMenu(phone(), batch.code(2));
    expect(record.reply).toMatchObject({
      text: expect.stringContaining('该产品已经被积过分了') as string,
    });
    expect((await browser.call('GET /api/me/points')).body).toMatchObject({ balance: 24 });
  });
});

describe('S21, B11: every scan says whether it is genuine, and is on record', () => {
  test('never scanned, again by the same person, by others: told apart without crying wolf', async () => {
    const mine = await aMemberBrowser(server, aMobile());
    const scan = async (browser: Browser) =>
      (await browser.call('POST /api/scans', { body: { text: batch.code(30) } })).body;
    const at = server.clock.now().toISOString();
    expect(await scan(mine)).toMatchObject({
      outcome: 'awarded',
      explanation: null,
      authenticity: { verdict: 'first', batchId: batch.batchId, firstScannedAt: null, scans: 1 },
    });
    expect(await scan(mine)).toMatchObject({
      outcome: 'alreadyYours',
      authenticity: { verdict: 'again', firstScannedAt: at, scans: 2, people: 1 },
    });
    const other = await aMemberBrowser(server, aMobile());
    expect(await scan(other)).toMatchObject({
      outcome: 'claimedByAnother',
      authenticity: { verdict: 'others', firstScannedAt: at, people: 2 },
    });
    await server.scanLog.flush();
    const { body } = await hq.call('GET /api/hq/scans', { query: { batchId: batch.batchId } });
    const { rows } = body as { rows: { codeRef: string; outcome: string; channel: string }[] };
    const ofCode = rows.filter(({ codeRef }) => codeRef === `${batch.batchId}-30`);
    expect(ofCode.map(({ outcome }) => outcome).sort()).toEqual([
      'alreadyYours',
      'awarded',
      'claimedByAnother',
    ]);
    expect(new Set(ofCode.map(({ channel }) => channel))).toEqual(new Set(['page']));
  });
});

describe('B5: over HTTP a code that must not pay says why', () => {
  test.each([
    [[], 'notActivated', '这个码还没有启用'],
    [['activate', 'freeze'], 'frozen', '这个码暂时不能积分'],
    [['void'], 'void', '这个码已经作废'],
  ] as const)('after %j: %s', async (actions, outcome, title) => {
    const closed = await aBatch(server, { actions: [...actions] });
    const browser = await aMemberBrowser(server, aMobile());
    const answer = await browser.call('POST /api/scans', { body: { text: closed.code(1) } });
    expect(answer).toMatchObject({ status: 200, body: { outcome, title } });
    expect((await browser.call('GET /api/me/points')).body).toMatchObject({ balance: 0 });
  });

  test('S5: the same attempt sent fifty times at once is awarded fifty times and paid once', async () => {
    const browser = await aMemberBrowser(server, aMobile());
    const body = { text: batch.code(9), attemptId: crypto.randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => browser.call('POST /api/scans', { body })),
    );
    expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
    expect(answers[0]?.body).toMatchObject({ outcome: 'awarded', points: 12, balance: 12 });
    expect((await browser.call('GET /api/me/points')).body).toMatchObject({ balance: 12 });
  });
});
