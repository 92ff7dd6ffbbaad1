import { randomUUID } from 'node:crypto';
import type { ReplyOf } from '@mashang/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectSoundLedger } from '../audit-ledger.ts';
import { aBatch, aMember, aMemberCookie } from '../factories.ts';
import type { TestBatch } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, aStaffBrowser, type Browser } from './browser.ts';
import { dumpTables } from './dump-tables.ts';
import { anAppeal, cameraName, okay, uploadPhoto } from './shop.ts';

let server: TestServer;
let batch: TestBatch;
let hq: Browser;
/** Another administrator. */
let second: Browser;
let operator: Browser;
beforeAll(async () => {
  // Browsers of these tests name their address themselves, as a proxy would.
  server = await freshServer({ TRUSTED_PROXIES: '127.0.0.1' });
  batch = await aBatch(server);
  hq = await aStaffBrowser(server);
  [second, operator] = await Promise.all([aColleague('administrator'), aColleague('operator')]);
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

async function aMemberOf(): Promise<{ memberId: number; browser: Browser }> {
  const memberId = await aMember(server);
  const browser = aBrowser(server);
  const [name = '', value = ''] = (await aMemberCookie(server, memberId)).split('=');
  browser.cookies.set(name, { value, path: '/' });
  return { memberId, browser };
}

/** A colleague with an account of their own. */
async function aColleague(role: 'administrator' | 'operator'): Promise<Browser> {
  const loginName = `clerk${randomUUID().slice(0, 8)}`;
  const body = { loginName, displayName: '小李', role };
  const { link } = okay(await hq.call('POST /api/hq/staff', { body })) as { link: string };
  const browser = aBrowser(server);
  const invitationToken = new URL(link).hash.replace('#token=', '');
  const accepted = { invitationToken, password: 'Four yellow cups 81' };
  okay(await browser.call('POST /api/hq/invitations', { body: accepted }));
  return browser;
}

describe('S21: the photo of an appeal', () => {
  test('of another member is neither attached nor read, before and after it is sent', async () => {
    const { browser: owner } = await aMemberOf();
    const { browser: stranger } = await aMemberOf();
    const { pictureId } = okay(await uploadPhoto(owner, server)) as { pictureId: string };
    const appeal = { attemptId: randomUUID(), kind: 'fake', note: '', pictureIds: [pictureId] };
    const stolen = await stranger.call('POST /api/me/appeals', { body: appeal });
    expect(stolen).toMatchObject({ status: 404, body: { code: 'picture_not_found' } });
    const sent = okay(await owner.call('POST /api/me/appeals', { body: appeal }));
    const { appealId } = sent as ReplyOf<'POST /api/me/appeals'>;
    const again = { ...appeal, attemptId: randomUUID() };
    for (const browser of [owner, stranger]) {
      expect((await browser.call('POST /api/me/appeals', { body: again })).status).toBe(404);
    }
    const look = (browser: Browser, params: { appealId: number; pictureId: string }) =>
      browser.call('GET /api/me/appeals/:appealId/pictures/:pictureId', { params });
    const own = await anAppeal(stranger, server);
    for (const params of [
      { appealId, pictureId },
      { appealId: own.appealId, pictureId },
      { appealId, pictureId: own.pictureId },
    ]) {
      expect((await look(stranger, params)).status).toBe(404);
    }
    // Shop pictures are open to everybody; a photo is none of them.
    for (const size of ['small', 'medium', 'large']) {
      const open = await fetch(`${server.publicUrl}/pictures/${pictureId}/${size}`);
      expect(open.status).toBe(404);
    }
    const seen = await look(owner, { appealId, pictureId });
    expect(seen.status).toBe(200);
    expect(seen.headers.get('cache-control')).toContain('no-store');
    expect(seen.headers.get('content-type')).toBe('image/webp');
  });
});

describe('B2: points of an appeal above the threshold', () => {
  const call = (by: Browser, step: 'answer' | 'approve', appealId: number, body: object) =>
    by.call(`POST /api/hq/appeals/:appealId/${step}`, { params: { appealId }, body });
  const aProposal = (points: number) => ({
    ...{ attemptId: randomUUID(), version: 1, points },
    ...{ answer: '已核实', reason: '标签磨损' },
  });

  test('are never approved by who proposed them, however the requests race', async () => {
    const { memberId, browser } = await aMemberOf();
    const { appealId } = await anAppeal(browser, server);
    const proposal = aProposal(300);
    const alone = await Promise.all([
      call(hq, 'answer', appealId, proposal),
      ...Array.from({ length: 20 }, (_approval, index) =>
        call(hq, 'approve', appealId, { version: 1 + (index % 3) }),
      ),
      ...Array.from({ length: 5 }, () => call(hq, 'answer', appealId, proposal)),
    ]);
    const approvals = alone.slice(1, 21).map(({ status }) => status);
    expect(new Set(approvals)).toEqual(new Set([409]));
    expect((await call(operator, 'approve', appealId, { version: 2 })).status).toBe(403);
    const together = await Promise.all(
      Array.from({ length: 20 }, (_approval, index) =>
        call(index % 2 ? second : hq, 'approve', appealId, { version: 2 }),
      ),
    );
    for (const [index, { status }] of together.entries()) {
      if (index % 2 === 0) expect(status).toBe(409);
    }
    const { db } = server.database;
    const { rows } = await sql`
      select answered_by <> approved_by as by_two, granted_points from appeal
      where appeal_id = ${appealId}`.execute(db);
    expect(rows).toEqual([{ byTwo: true, grantedPoints: 300 }]);
    const account = db.selectFrom('pointsAccount').select('balance');
    expect(await account.where('memberId', '=', memberId).execute()).toEqual([{ balance: 300 }]);
  });

  test('are not split: one appeal is answered once, fifty clerks at once or one', async () => {
    const { memberId, browser } = await aMemberOf();
    const { appealId } = await anAppeal(browser, server);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_answer, index) =>
        call(index % 2 ? operator : hq, 'answer', appealId, aProposal(100)),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const account = server.database.db.selectFrom('pointsAccount').select('balance');
    expect(await account.where('memberId', '=', memberId).execute()).toEqual([{ balance: 100 }]);
  });
});

describe('S19: a clerk who tries numbers to find codes that pay', () => {
  test.each(['POST /api/hq/code-look-ups', 'POST /api/hq/campaigns/dry-run'] as const)(
    '%s stops after a hundred that do not exist, also before one that does',
    async (line) => {
      const at = server.clock.now().toISOString();
      const ask = (text: string) =>
        operator.call(line, { body: line.endsWith('dry-run') ? { text, at } : { text } });
      const known = batch.code(900);
      expect((await ask(known)).status).toBe(200);
      const tried = await Promise.all(Array.from({ length: 100 }, (_try, n) => ask(`no ${n}`)));
      expect(new Set(tried.map(({ status }) => status))).toEqual(new Set([200]));
      for (const text of ['no 101', known]) {
        const { status, headers } = await ask(text);
        expect(status).toBe(429);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
      server.clock.advanceMs(60 * 60_000);
      expect((await ask(known)).status).toBe(200);
    },
  );
});

describe('S19: what stays on record of scans, checks, trials and appeals', () => {
  const address = '203.0.113.77';
  const headers = { 'x-forwarded-for': address };

  /** Codes that went through every operation that takes one, and the address they came from. */
  async function liveWithCodes(): Promise<string[]> {
    const { memberId, browser } = await aMemberOf();
    await browser.call('GET /api/site', { headers });
    const codes = Array.from({ length: 6 }, (_code, serial) => batch.code(serial + 1));
    const [claimed = '', asked = '', tried = '', looked = '', appealed = '', wrong = ''] = codes;
    const guess = `${wrong.slice(0, 15)}${wrong.endsWith('A') ? 'B' : 'A'}`;
    for (const text of [claimed, claimed, guess, `https://other.example/C/${looked}`]) {
      await browser.call('POST /api/scans', { body: { text }, headers });
    }
    for (const text of [asked, claimed, guess]) {
      await browser.call('POST /api/authenticity-checks', { body: { text }, headers });
    }
    const at = server.clock.now().toISOString();
    for (const text of [tried, `${server.publicUrl}/C/${claimed}`, guess]) {
      const body = { text, at, memberId };
      okay(await hq.call('POST /api/hq/campaigns/dry-run', { body }));
      okay(await hq.call('POST /api/hq/code-look-ups', { body: { text: `${text} ` } }));
    }
    await anAppeal(browser, server, { text: appealed });
    // The address is locked and head office told, as by the second of two wrong codes here.
    const guards = { ...(await readGuards()), addressWrongPerDayMax: 2 };
    okay(await hq.call('PUT /api/hq/settings/guards', { body: guards }));
    server.clock.advanceMs(1_001);
    await browser.call('POST /api/scans', { body: { text: guess }, headers });
    await server.scanLog.flush();
    return [...codes, guess];
  }
  async function readGuards() {
    const settings = okay(await hq.call('GET /api/hq/settings')) as ReplyOf<'GET /api/hq/settings'>;
    return settings.guards;
  }
  const rowsOf = async (table: 'scanLog' | 'alarm' | 'guardSubject') =>
    JSON.stringify(await server.database.db.selectFrom(table).selectAll().execute());

  test('is no code, no address in full and nothing a camera wrote, in no table', async () => {
    const codes = await liveWithCodes();
    const dump = await dumpTables(server.database.db, ['public.guard_subject']);
    expect(codes.filter((code) => dump.includes(code))).toEqual([]);
    expect(dump).not.toContain(address);
    for (const told of [await rowsOf('scanLog'), await rowsOf('alarm')]) {
      expect(told).toContain('203.0.113.0/24');
    }
    for (const mark of [cameraName, 'Exif', 'GPS']) {
      expect(dump).not.toContain(Buffer.from(mark).toString('hex'));
    }
    // Head office finds in the log what its people tried, by number.
    const { rows } = await sql<{ input: object }>`
      select input from audit_log
      where operation = 'POST /api/hq/campaigns/dry-run' and input ? 'memberId'
      order by audit_id limit 1`.execute(server.database.db);
    expect(rows[0]?.input).toMatchObject({ batchId: batch.batchId, serial: 3 });
    expect(rows[0]?.input).not.toHaveProperty('text');
  });

  test('the address itself is kept for the count of the day, and gone two days later', async () => {
    expect(await rowsOf('guardSubject')).toContain(address);
    server.clock.advanceMs(2 * 86_400_000);
    await server.taskHandlers.housekeeping({});
    expect(await dumpTables(server.database.db)).not.toContain(address);
  });
});
