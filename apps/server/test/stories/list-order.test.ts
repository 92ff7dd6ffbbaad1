import type { OperationLine } from '@mashang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { raiseAlarms } from '../../src/modules/guards/index.ts';
import { aBatch, aMember, aMemberCookie, aMobile } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, aStaffBrowser, bindMobile, type Browser } from './browser.ts';
import { anAppeal, okay } from './shop.ts';

let server: TestServer;
let hq: Browser;

beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
  const batch = await aBatch(server);
  const member = aBrowser(server);
  const [name = '', value = ''] = (await aMemberCookie(server, await aMember(server))).split('=');
  member.cookies.set(name, { value, path: '/' });
  for (const serial of [1, 2, 3, 4]) {
    server.clock.advanceMs(60_000);
    await member.call('POST /api/scans', { body: { text: batch.code(serial) } });
    await bindMobile(server, aBrowser(server), aMobile());
    await uploadMembers(`${serial}.csv`);
    await guardsAndAppeals(member, serial);
  }
  await server.scanLog.flush();
});
afterAll(() => server.close());

/** A scan that is refused, an entry of the blacklist, an appeal, an alarm. */
async function guardsAndAppeals(member: Browser, serial: number): Promise<void> {
  await member.call('POST /api/scans', { body: { text: `no code ${serial}` } });
  const subject = `198.51.100.${serial}`;
  const entry = { kind: 'network', subject, reason: '猜码', expiresAt: null };
  okay(await hq.call('POST /api/hq/blacklist', { body: entry }));
  await anAppeal(member, server);
  const { db } = server.database;
  const now = server.clock.now();
  await db.transaction().execute((tx) => {
    const about = { subject: `member:${serial}`, memberId: serial, details: { count: 1 } };
    return raiseAlarms(tx, [{ kind: 'velocity', ...about }], now);
  });
}

async function uploadMembers(fileName: string): Promise<void> {
  const reply = await hq.fetch(`${server.publicUrl}/api/hq/member-imports?fileName=${fileName}`, {
    method: 'POST',
    body: `手机号,姓名\n${aMobile()},某某\n`,
    headers: { 'content-type': 'text/csv' },
  });
  expect(reply.status).toBe(200);
}

async function readAll(line: OperationLine, sort: string, limit: number): Promise<string[]> {
  const rows: string[] = [];
  for (let cursor: string | null = null; ;) {
    const query: Record<string, string | number> = { sort, limit, ...(cursor ? { cursor } : {}) };
    const { body } = await hq.call(line, { query });
    const page = body as { rows: object[]; next: string | null };
    rows.push(...page.rows.map((row) => JSON.stringify(row)));
    cursor = page.next;
    if (cursor === null) return rows;
  }
}

test.each([
  'GET /api/hq/points-entries',
  'GET /api/hq/sms/messages',
  'GET /api/hq/audit-log',
  'GET /api/hq/member-imports',
  'GET /api/hq/batches',
  'GET /api/hq/code-imports',
  'GET /api/hq/redemptions',
  'GET /api/hq/scans',
  'GET /api/hq/blacklist',
  'GET /api/hq/alarms',
  'GET /api/hq/appeals',
] as const)('S14: %s, oldest first, page by page, is newest first turned round', async (line) => {
  const newest = await readAll(line, 'newest', 200);
  expect(await readAll(line, 'newest', 1)).toEqual(newest);
  expect(await readAll(line, 'oldest', 1)).toEqual(newest.toReversed());
});

test('S14: there was something to turn round', async () => {
  for (const line of [
    'GET /api/hq/points-entries',
    'GET /api/hq/sms/messages',
    'GET /api/hq/audit-log',
    'GET /api/hq/member-imports',
    'GET /api/hq/scans',
    'GET /api/hq/blacklist',
    'GET /api/hq/alarms',
    'GET /api/hq/appeals',
  ] as const) {
    expect([line, (await readAll(line, 'newest', 200)).length > 3]).toEqual([line, true]);
  }
});
