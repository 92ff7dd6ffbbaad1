import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReplyOf } from '@mashang/contract';
import { expectExactRollups, expectSoundLedger } from '../audit-ledger.ts';
import { aBatch, aMember, aMobile, aScan, type TestBatch } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aStaffBrowser, type Browser } from './browser.ts';

type Statistics = ReplyOf<'GET /api/hq/statistics'>;
type Totals = ReplyOf<'GET /api/hq/points-entries/totals'>;

let server: TestServer;
let hq: Browser;
let soy: TestBatch;
let vinegar: TestBatch;
let chef: number;
beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
  soy = await aBatch(server, { points: 10, name: '酱油' });
  vinegar = await aBatch(server, { points: 7, name: '香醋' });
  chef = await aMember(server, aMobile(), { name: '王师傅', kind: 'chef', regionCode: '320505' });
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

const scan = (memberId: number, text: string) =>
  server.scanDesk.awardPointsForScan(aScan(memberId, text));

function thisHour() {
  const hour = Math.floor(server.clock.now().getTime() / 3_600_000) * 3_600_000;
  return {
    from: new Date(hour).toISOString(),
    to: new Date(hour + 3_600_000).toISOString(),
  };
}

async function ask(query: Record<string, string | number>): Promise<Statistics> {
  const answer = await hq.call('GET /api/hq/statistics', { query: { ...thisHour(), ...query } });
  expect(answer.status).toBe(200);
  return answer.body as Statistics;
}

test('S15: scans are in the report at once, by who, where and what, and open into their entries', async () => {
  const consumer = await aMember(server, aMobile(), { name: '李', kind: 'consumer' });
  for (const serial of [1, 2, 3]) await scan(chef, soy.code(serial));
  await scan(chef, vinegar.code(1));
  await scan(consumer, vinegar.code(2));

  const byCity = await ask({ by: 'city', across: 'product', compare: '1' });
  expect(byCity).toMatchObject({
    rows: [
      { key: '320500', label: '江苏省 苏州市', claims: 4, points: 37 },
      { key: '', label: '未知', claims: 1, points: 7 },
    ],
    columns: [{ label: '酱油' }, { label: '香醋' }],
    total: { claims: 5, points: 44 },
    previousTotal: { claims: 0, points: 0 },
  });
  expect(byCity.rows[0]?.cells).toEqual([
    { claims: 3, points: 30 },
    { claims: 1, points: 7 },
  ]);
  await server.foldRollup();
  expect(await ask({ by: 'city', across: 'product', compare: '1' })).toEqual(byCity);

  const region = { ...thisHour(), kind: 'award', region: '320500' };
  const opened = await hq.call('GET /api/hq/points-entries/totals', { query: region });
  expect(opened.body as Totals).toMatchObject({ entries: 4, members: 1, pointsIn: 37 });
});

test('S15: a member who moves takes nothing along: figures stay where the points were earned', async () => {
  await server.database.db
    .updateTable('member')
    .set({ regionCode: '110105', kind: 'consumer' })
    .where('memberId', '=', chef)
    .execute();
  await scan(chef, soy.code(10));
  const { rows } = await ask({ by: 'city' });
  expect(rows.map(({ key, points }) => [key, points])).toEqual([
    ['320500', 37],
    ['110100', 10],
    ['', 7],
  ]);
  const chefs = await ask({ by: 'memberKind', region: '320000' });
  expect(chefs.rows).toMatchObject([{ key: 'chef', points: 37 }]);
});

test('S15: the report is a file too, and taking it away leaves a line in the log', async () => {
  const query = { ...thisHour(), by: 'product', compare: '1', format: 'csv' };
  const file = await hq.call('GET /api/hq/statistics/export', { query });
  expect(String(file.body).trim().split('\r\n').slice(1)).toEqual([
    '酱油,4,40,0,0',
    '香醋,2,14,0,0',
    '合计,6,54,0,0',
  ]);
  const { rows } = await sql`
    select from audit_log where operation like '%statistics/export'`.execute(server.database.db);
  expect(rows).toHaveLength(1);
});

test('S15: the command makes damaged figures anew from the ledger', async () => {
  const { db, url } = server.database;
  await server.foldRollup();
  await sql`update claim_rollup set points = points + 1`.execute(db);
  await sql`delete from member_rollup`.execute(db);
  const command = path.join(import.meta.dirname, '../../src/rebuild-statistics.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [command], {
    env: { ...process.env, DATABASE_URL: url, DATA_DIR: server.dataDir },
  });
  expect(stdout).toContain('重算 1 天');
  await expectExactRollups(db);
});
