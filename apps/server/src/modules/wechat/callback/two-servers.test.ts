import { parseXml } from '@mashang/wechat';
import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectSoundLedger } from '../../../../test/audit-ledger.ts';
import { aBatch, aMobile, anotherProcess } from '../../../../test/factories.ts';
import { freshServer, type TestServer } from '../../../../test/harness.ts';
import { aBrowser, bindMobile } from '../../../../test/stories/browser.ts';
import { openReply, scanMessage, signPush } from '../../../../test/stories/push.ts';
import { createDatabase, type Database } from '../../../platform/database.ts';
import type { Config } from '../../../platform/config.ts';
import { createFastifyApp } from '../../../platform/fastify-app.ts';
import { addJob } from '../../../platform/jobs.ts';
import type { ScanParts } from '../../../scan-parts.ts';
import type { Services } from '../../../services.ts';
import { createChatHandlers } from '../../../wechat-handlers.ts';
import { registerCallbackRoutes } from './callback-routes.ts';

let server: TestServer;
/** The second server: its own connections and scan desk, once in peace and once with little time. */
let second: {
  calm: FastifyInstance;
  hurried: FastifyInstance;
  database: Database;
  parts: ScanParts;
};
let user: { id: string; openId: string };
let memberId: number;
beforeAll(async () => {
  server = await freshServer();
  second = openSecond();
  const [first] = server.simulator.control.users();
  user = { id: first?.id ?? '', openId: first?.openId ?? '' };
  const browser = aBrowser(server);
  await browser.open(`${server.publicUrl}/wechat/oauth/start?return=/scan`);
  await bindMobile(server, browser, aMobile());
  ({ memberId } = await server.database.db
    .selectFrom('memberIdentity')
    .select('memberId')
    .executeTakeFirstOrThrow());
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await second.calm.close();
  await second.hurried.close();
  await second.parts.scanLog.stop();
  await second.database.close();
  await server.close();
});
beforeEach(() => server.clock.advanceMs(2_000));

function openSecond(): typeof second {
  const { clock, publicUrl, wechatAccounts } = server;
  const database = createDatabase(server.database.url, { max: 10 });
  const { db } = database;
  const parts = anotherProcess({ ...server, database: { ...server.database, ...database } });
  const options = { config: { publicUrl } as Config, db, clock };
  const services = { scanDesk: parts.scanDesk, wechatAccounts } as Services;
  const openApp = (budgetMs: number) => {
    const app = createFastifyApp({
      logLevel: 'silent',
      ...{ trustedProxies: [], ownOrigins: [], scriptOrigins: [], frameAncestors: [] },
    });
    registerCallbackRoutes(app, {
      ...{ db, clock, publicUrl, addJob, accounts: wechatAccounts, budgetMs },
      masterKey: server.masterKey,
      handlers: createChatHandlers(options, services),
    });
    return app;
  };
  return { calm: openApp(30_000), hurried: openApp(200), database, parts };
}

/** To the first server over the network, or to the second. */
async function push(xml: string, to: 'first' | 'calm' | 'hurried'): Promise<string> {
  const { url, query, body } = signPush(server, xml);
  const answer =
    to === 'first'
      ? await (await fetch(url, { method: 'POST', body })).text()
      : (await second[to].inject({ method: 'POST', url: '/wechat/callback', query, body })).body;
  if (answer === 'success') return answer;
  const { Content } = parseXml(openReply(server, answer));
  return typeof Content === 'string' ? Content : '';
}

const fiftyAtBoth = (xml: string) =>
  Promise.all(Array.from({ length: 50 }, (_push, n) => push(xml, n % 2 ? 'first' : 'calm')));

describe('S2: a message fifty times at two servers of one database', () => {
  test('is paid once, and each is told 恭喜您', async () => {
    const batch = await aBatch(server, { points: 5 });
    const answers = await fiftyAtBoth(scanMessage(user.openId, batch.code(1), server.clock.now()));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('恭喜您，积分成功');
    const { db } = server.database;
    const claims = await db.selectFrom('claim').select('points').execute();
    expect(claims).toEqual([{ points: 5 }]);
  });

  test('with a code that does not exist, counts as one try', async () => {
    const wrongToday = async () => {
      const row = await server.database.db
        .selectFrom('guardMember')
        .select('wrongToday')
        .where('memberId', '=', memberId)
        .executeTakeFirst();
      return row?.wrongToday ?? 0;
    };
    const before = await wrongToday();
    const message = scanMessage(user.openId, '0123456789ABCDEF', server.clock.now());
    const answers = await fiftyAtBoth(message);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('没有这个码');
    expect(await push(message, 'first')).toBe(answers[0]);
    expect(await wrongToday()).toBe(before + 1);
  });
});

describe('S2: an answer that is not ready in time', () => {
  type LateReply = Parameters<TestServer['taskHandlers']['sendLateReply']>[0];
  let late: LateReply;

  test('is success, then a message in the chat, once; the repetition adds nothing', async () => {
    const batch = await aBatch(server, { points: 5, name: '迟到的酱油' });
    const { control } = server.simulator;
    await control.pushEvent(user.id, { kind: 'text', content: '你好' });
    const { pool, db } = server.database;
    const blocker = await pool.connect();
    await blocker.query('begin');
    await blocker.query('lock table claim in access exclusive mode');
    const message = scanMessage(user.openId, batch.code(1), server.clock.now());
    expect(await push(message, 'hurried')).toBe('success');
    await blocker.query('commit');
    blocker.release();
    const jobs = async () => {
      const { rows } = await sql<{ payload: LateReply }>`
        select payload from graphile_worker._private_jobs jobs
        join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
        where identifier = 'sendLateReply'`.execute(db);
      return rows;
    };
    await expect.poll(async () => (await jobs()).length).toBe(1);
    const [job] = await jobs();
    late = job!.payload;
    expect(JSON.stringify(late)).not.toContain('积分');
    await server.taskHandlers.sendLateReply(late);
    const said = JSON.stringify(control.messages(user.id).at(-1));
    expect(said).toContain('恭喜您，积分成功');
    expect(said).toContain('迟到的酱油');
    expect(await push(message, 'first')).toBe('success');
    expect(await jobs()).toHaveLength(1);
    const claims = db.selectFrom('claim').select('codeId').where('productId', '=', batch.productId);
    expect(await claims.execute()).toHaveLength(1);
  });

  test('to somebody who may not be written to, or by another account, it is let go', async () => {
    const { control } = server.simulator;
    const before = control.messages(user.id).length;
    // Longer than a chat stays open.
    server.clock.advanceMs(49 * 3_600_000);
    await server.taskHandlers.sendLateReply(late);
    await server.taskHandlers.sendLateReply({ ...late, appId: 'wxother' });
    expect(control.messages(user.id)).toHaveLength(before);
  });
});

describe('S2: the menu’s 我的积分', () => {
  test('tells the balance, and the way to bind to who is not bound', async () => {
    const { control } = server.simulator;
    const click = async (id: string) => {
      const record = await control.pushEvent(id, { kind: 'CLICK', key: 'MY_POINTS' });
      expect(record).toMatchObject({ outcome: 'replied', reply: { kind: 'text' } });
      return record.reply?.kind === 'text' ? record.reply.text : '';
    };
    const { balance } = await server.database.db
      .selectFrom('pointsAccount')
      .select('balance')
      .where('memberId', '=', memberId)
      .executeTakeFirstOrThrow();
    expect(await click(user.id)).toBe(
      `当前积分 ${balance} 分。\n<a href="${server.publicUrl}/points">查看积分明细</a>`,
    );
    const stranger = control.users().find(({ id }) => id !== user.id)?.id ?? '';
    expect(await click(stranger)).toContain(`${server.publicUrl}/bind?to=%2Fpoints`);
  });
});
