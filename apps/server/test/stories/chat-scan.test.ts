import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseXml } from '@mashang/wechat';
import { expectSoundLedger } from '../audit-ledger.ts';
import { beijingMinute } from '../../src/platform/clock.ts';
import { aBatch, aCampaign, aMember, aMobile, aScan } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, bindMobile, type Browser } from './browser.ts';
import { openReply, scanMessage, signPush } from './push.ts';

let server: TestServer;
let browser: Browser;
let openId: string;
let user: string;
beforeAll(async () => {
  server = await freshServer();
  const first = server.simulator.control.users()[0];
  [user, openId] = [first?.id ?? '', first?.openId ?? ''];
  browser = aBrowser(server);
  await browser.open(`${server.publicUrl}/wechat/oauth/start?return=/scan`);
  await bindMobile(server, browser, aMobile());
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

async function push(xml: string): Promise<{ status: number; text: string }> {
  const { url, body } = signPush(server, xml);
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/xml' },
  });
  return { status: response.status, text: await response.text() };
}

const claimsOf = async (productId: number) =>
  (
    await server.database.db
      .selectFrom('claim')
      .select('codeId')
      .where('productId', '=', productId)
      .execute()
  ).length;

describe('S2: the menu scan is answered in the chat', () => {
  test('a scan is answered, encrypted, with 恭喜您，积分成功', async () => {
    const batch = await aBatch(server, { points: 5 });
    const record = await server.simulator.control.pushEvent(user, {
      kind: 'scancode_waitmsg',
      key: 'SCAN_POINTS',
      scanType: 'qrcode',
      scanResult: `${server.publicUrl}/C/${batch.code(1)}`,
    });
    // The simulator accepts only an encrypted reply with a right signature.
    expect(record.outcome).toBe('replied');
    expect(record.reply).toMatchObject({
      text: expect.stringContaining('恭喜您，积分成功') as string,
    });
    const { url, body } = signPush(server, scanMessage(openId, batch.code(2)));
    const raw = await fetch(url, { method: 'POST', body });
    expect(await raw.clone().text()).not.toContain('恭喜您');
    expect(openReply(server, await raw.text())).toContain('恭喜您，积分成功');
  });

  test('a code typed into the chat is a scan; other words get help', async () => {
    const batch = await aBatch(server);
    const { control } = server.simulator;
    const typed = await control.pushEvent(user, { kind: 'text', content: ` ${batch.code(1)} ` });
    expect(typed.reply).toMatchObject({
      text: expect.stringContaining('恭喜您，积分成功') as string,
    });
    const words = await control.pushEvent(user, { kind: 'text', content: '你好' });
    expect(words.reply).toMatchObject({ text: expect.stringContaining('/points') as string });
    const followed = await control.pushEvent(user, { kind: 'subscribe' });
    expect(followed.reply).toMatchObject({ text: expect.stringContaining('欢迎') as string });
    const left = await control.pushEvent(user, { kind: 'unsubscribe' });
    expect(left.outcome).toBe('silent');
  });

  test('a bar code is called a bar code', async () => {
    const record = await server.simulator.control.pushEvent(user, {
      kind: 'scancode_waitmsg',
      key: 'SCAN_POINTS',
      scanType: 'barcode',
      scanResult: 'EAN_13,6911316223400',
    });
    expect(record.reply).toMatchObject({
      text: expect.stringContaining('您扫的是条形码') as string,
    });
  });
});

describe('B8, B9, B11: the chat says why', () => {
  const answerOf = async (code: string) => {
    server.clock.advanceMs(1000);
    const answer = await push(scanMessage(openId, code, server.clock.now()));
    return contentOf(openReply(server, answer.text));
  };

  test('points of a campaign come with their sum, and a bottle nobody scanned is called genuine', async () => {
    const batch = await aBatch(server, { points: 10, name: '双倍酱油' });
    await aCampaign(server, { productIds: [batch.productId] });
    const lines = (await answerOf(batch.code(1))).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      '恭喜您，积分成功',
      expect.stringMatching(/^双倍酱油：\+20 分，/) as string,
      '基础10 × 五一双倍 = 20',
      '正品，首次查验',
    ]);
    expect(await answerOf(batch.code(1))).toContain('已经用这个码积了 20 分');
  });

  test('a code of somebody else names the moment and leads to the appeal about this very code', async () => {
    const batch = await aBatch(server);
    const claimedAt = server.clock.now();
    await server.scanDesk.awardPointsForScan(aScan(await aMember(server), batch.code(1)));
    const text = await answerOf(batch.code(1));
    expect(text).toContain(beijingMinute(claimedAt));
    expect(text).toContain('是本品牌的码，之前有人扫过');
    expect(text).toContain(
      `href="${server.publicUrl}/appeals/new?kind=alreadyClaimed&text=${batch.code(1)}"`,
    );
  });

  test('the limit of the day says until when, and how a shop gets a higher one', async () => {
    const batch = await aBatch(server);
    const { db } = server.database;
    const createdAt = server.clock.now();
    const allowance = { dailyClaimsMax: 1, reason: '试', staffId: 1, createdAt };
    const { memberId } = await db
      .selectFrom('memberIdentity')
      .select('memberId')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('guardAllowance')
      .values({ memberId, ...allowance })
      .execute();
    server.clock.advanceMs(1100);
    const text = await answerOf(batch.code(1));
    expect(text).toMatch(/^今天已经积满 1 个码\n.* 00:00 之后再扫。店里用量大，可以点“申诉”/);
    expect(text).toContain('/appeals/new?kind=refused');
    await db.deleteFrom('guardAllowance').execute();
  });

  test('who is on the blacklist is told until when, and keeps the code', async () => {
    const batch = await aBatch(server);
    const { db } = server.database;
    const createdAt = server.clock.now();
    const expiresAt = new Date(createdAt.getTime() + 3_600_000);
    const entry = { kind: 'openId', subject: openId, reason: '试', staffId: 1 };
    await db
      .insertInto('blacklist')
      .values({ ...entry, createdAt, expiresAt })
      .execute();
    server.clock.advanceMs(1100);
    const text = await answerOf(batch.code(1));
    expect(text).toContain(`${beijingMinute(expiresAt)} 之后恢复`);
    expect(await claimsOf(batch.productId)).toBe(0);
    server.clock.set(new Date(expiresAt.getTime() + 1100));
    expect(await answerOf(batch.code(1))).toContain('恭喜您，积分成功');
  });
});

describe('S2: WeChat sends again what was answered too late', () => {
  test('fifty duplicates at once get one answer and are paid once', async () => {
    const batch = await aBatch(server, { points: 5 });
    const message = scanMessage(openId, batch.code(3), server.clock.now());
    const answers = await Promise.all(Array.from({ length: 50 }, () => push(message)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const contents = new Set(answers.map(({ text }) => contentOf(openReply(server, text))));
    expect(contents.size).toBe(1);
    expect([...contents][0]).toContain('恭喜您，积分成功');
    expect(await claimsOf(batch.productId)).toBe(1);
  });

  test('a repetition after the balance moved on still says 恭喜您 and pays nothing', async () => {
    const batch = await aBatch(server, { points: 5 });
    const message = scanMessage(openId, batch.code(4), server.clock.now());
    await push(message);
    await browser.call('POST /api/scans', { body: { text: batch.code(5) } });
    expect(openReply(server, (await push(message)).text)).toContain('恭喜您，积分成功');
    expect(await claimsOf(batch.productId)).toBe(2);
  });

  test('when the first answer is lost behind a slow commit, the second try brings it, paid once', async () => {
    const batch = await aBatch(server, { points: 5 });
    const { db, pool } = server.database;
    const blocker = await pool.connect();
    await blocker.query('begin');
    await blocker.query('lock table claim in access exclusive mode');
    const message = scanMessage(openId, batch.code(6), server.clock.now());
    const { url, body } = signPush(server, message);
    const lost = fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(300) });
    await expect(lost).rejects.toThrow(/timeout/);
    const second = push(message);
    await blocker.query('commit');
    blocker.release();
    expect(openReply(server, (await second).text)).toContain('恭喜您，积分成功');
    expect(await claimsOf(batch.productId)).toBe(1);
    await expectSoundLedger(db);
  });

  test('two scans of the same code a second apart are two scans', async () => {
    const batch = await aBatch(server);
    await push(scanMessage(openId, batch.code(7), server.clock.now()));
    server.clock.advanceMs(1000);
    const second = await push(scanMessage(openId, batch.code(7), server.clock.now()));
    expect(openReply(server, second.text)).toContain('该产品已经被积过分了');
  });
});

describe('S19: what a printed code says is anybody’s text', () => {
  test.each([
    ']]><script>alert(1)</script>',
    '</ScanResult><ScanType>barcode</ScanType>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    '&lt;a href="https://evil.example"&gt;',
    "'; drop table claim; --",
    '\u202E\u0007😀',
    'A'.repeat(4000),
  ])('ScanResult %j comes back as a refusal that does not repeat it', async (scanResult) => {
    const answer = await push(scanMessage(openId, scanResult, server.clock.now()));
    const reply = openReply(server, answer.text);
    expect(Object.keys(parseXml(reply)).sort()).toEqual(
      ['Content', 'CreateTime', 'FromUserName', 'MsgType', 'ToUserName'].sort(),
    );
    expect(contentOf(reply)).toMatch(/^(这不是|没有这个码|码输错)/);
    expect(contentOf(reply)).not.toContain(scanResult.slice(0, 40));
    server.clock.advanceMs(1000);
  });

  test('a product name with the end of a CDATA section arrives as it is', async () => {
    const batch = await aBatch(server, { name: '酱油 ]]></Content><b>&amp;' });
    const answer = await push(scanMessage(openId, batch.code(1), server.clock.now()));
    expect(contentOf(openReply(server, answer.text))).toContain('酱油 ]]></Content><b>&amp;');
  });
});

function contentOf(xml: string): string {
  const { Content } = parseXml(xml);
  return typeof Content === 'string' ? Content : '';
}
