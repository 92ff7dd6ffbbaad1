import { randomUUID } from 'node:crypto';
import { api, type Operation, type OperationLine, type ReplyOf } from '@mashang/contract';
import { parseCsv } from 'hucre/csv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectSoundLedger } from '../audit-ledger.ts';
import { aBatch, aCampaign, aMobile } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, aStaffBrowser, bindMobile, type Browser } from './browser.ts';
import { validInput } from './sample-input.ts';
import {
  adjust,
  aGiftOnSale,
  anAddress,
  anAppeal,
  homeAddress,
  okay,
  redeem,
  redemptionIdOf,
} from './shop.ts';

let server: TestServer;
let hq: Browser;
let member: Browser;
let memberId: number;
let phone: string;
beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
  phone = server.simulator.control.users()[0]?.id ?? '';
  member = aBrowser(server);
  await member.open(`${server.publicUrl}/wechat/oauth/start?return=/points`);
  await bindMobile(server, member, aMobile());
  const { db } = server.database;
  ({ memberId } = await db.selectFrom('member').select('memberId').executeTakeFirstOrThrow());
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

describe('S13: a frozen member', () => {
  const freeze = async (frozen: boolean) =>
    okay(
      await hq.call('POST /api/hq/members/:memberId/freeze', {
        params: { memberId },
        body: { frozen, reason: '多人共用账号' },
      }),
    );

  test('is told so by page and chat, the code stays unused, and pays once they are thawed', async () => {
    const batch = await aBatch(server, { points: 9 });
    const inChat = (serial: number) =>
      server.simulator.control.pushEvent(phone, {
        kind: 'scancode_waitmsg',
        key: 'SCAN_POINTS',
        scanType: 'qrcode',
        scanResult: batch.code(serial),
      });
    await freeze(true);
    const scanned = await member.call('POST /api/scans', { body: { text: batch.code(1) } });
    expect(scanned.body).toMatchObject({ outcome: 'memberFrozen' });
    expect((await inChat(2)).reply).toMatchObject({
      text: expect.stringContaining('冻结') as string,
    });
    expect(await server.database.db.selectFrom('claim').selectAll().execute()).toEqual([]);
    expect((await member.call('GET /api/me/points')).body).toMatchObject({ balance: 0 });

    await freeze(false);
    server.clock.advanceMs(2000);
    for (const serial of [1, 2]) {
      const paid = await member.call('POST /api/scans', { body: { text: batch.code(serial) } });
      expect(paid.body).toMatchObject({ outcome: 'awarded', points: 9 });
    }
  });
});

describe('S14: HTML, formulas, emoji and direction marks in every text field', () => {
  const hostile = '=HYPERLINK("//evil")<img src=x onerror=alert(1)>😀\u202e反\u0000\ud800';
  const short = '=1+1<b>😀\u202e\u0000';
  const lists = (Object.keys(api) as OperationLine[]).filter((line) => {
    const { access, reply }: Operation = api[line];
    return (
      line.startsWith('GET ') && !line.includes(':') && reply !== 'stream' && access !== 'public'
    );
  });
  const files = (Object.keys(api) as OperationLine[]).filter((line) => line.endsWith('/export'));

  beforeAll(async () => {
    const name = hostile.slice(0, 40);
    okay(await hq.call('POST /api/hq/products', { body: { name: hostile, pointsPerCode: 5 } }));
    const fields = { name, kind: 'chef', shopName: hostile, regionCode: null };
    const written = { ...fields, tags: [short], remark: hostile };
    okay(await hq.call('POST /api/hq/members', { body: { mobile: aMobile(), ...written } }));
    okay(await hq.call('PUT /api/hq/members/:memberId', { params: { memberId }, body: written }));
    okay(await member.call('PUT /api/me/profile', { body: fields }));
    okay(await adjust(hq, memberId, 50));
    const giftId = await aGiftOnSale(hq, { name: hostile });
    const address = { ...homeAddress, recipient: name, detail: hostile };
    const order = { giftId, addressId: await anAddress(member, address), note: hostile };
    for (const step of ['ship', 'reject'] as const) {
      const redemptionId = redemptionIdOf(await redeem(member, order));
      const ids = { redemptionIds: [redemptionId] };
      okay(await hq.call('POST /api/hq/redemptions/approve', { body: ids }));
      const shipment = { redemptionId, carrier: short, trackingNumber: short };
      const body = step === 'ship' ? { shipments: [shipment] } : { ...ids, reason: hostile };
      okay(await hq.call(`POST /api/hq/redemptions/${step}`, { body }));
    }
    const clerk = { loginName: 'clerk', displayName: name, role: 'operator' };
    okay(await hq.call('POST /api/hq/staff', { body: clerk }));
    await guardsAndAppeals();
    const brand = { name, logoPictureId: null, version: 0 };
    okay(await hq.call('PUT /api/hq/settings/brand', { body: brand }));
  });

  /** Words of members and clerks about scans. */
  async function guardsAndAppeals(): Promise<void> {
    const reason = hostile;
    const subject = String(memberId);
    const entry = { kind: 'member', subject, reason, expiresAt: null };
    const added = okay(await hq.call('POST /api/hq/blacklist', { body: entry }));
    const { blacklistEntryId } = added as ReplyOf<'POST /api/hq/blacklist'>;
    const lift = { params: { blacklistEntryId }, body: { reason } };
    okay(await hq.call('POST /api/hq/blacklist/:blacklistEntryId/lift', lift));
    const allowance = { dailyClaimsMax: 500, reason, expiresAt: null };
    const allowing = { params: { memberId }, body: allowance };
    okay(await hq.call('POST /api/hq/members/:memberId/allowance', allowing));
    await aCampaign(server, { name: hostile.slice(0, 40) });
    await anAppeal(member, server, { note: hostile });
    const { appealId } = await anAppeal(member, server, { note: hostile });
    const answer = { attemptId: randomUUID(), version: 1, answer: hostile, points: 5, reason };
    const answering = { params: { appealId }, body: answer };
    okay(await hq.call('POST /api/hq/appeals/:appealId/answer', answering));
    await member.call('POST /api/scans', { body: { text: hostile } });
    await server.scanLog.flush();
  }

  test.each(lists)('%s answers JSON that no browser takes for a page', async (line) => {
    const input = line.endsWith('js-config') ? {} : validInput(line);
    const browser = api[line].access === 'member' ? member : hq;
    const answer = await browser.call(line, input);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    for (const broken of ['\u202e', '\u0000']) {
      expect(JSON.stringify(answer.body)).not.toContain(broken);
    }
  });

  test.each(files)('%s is a file of texts, saved and not shown', async (line) => {
    const valid = validInput(line);
    const period = {
      from: '2020-01-01T00:00:00.000Z',
      to: '2030-01-01T00:00:00.000Z',
      by: 'product',
    };
    const query = line.includes('statistics') ? period : {};
    const answer = await hq.call(line, { query: { ...valid.query, ...query, format: 'csv' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"; /);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    const rows = parseCsv(String(answer.body)) as string[][];
    // A number below zero is a number: what a formula starts with counts in front of texts only.
    const formulas = rows
      .flat()
      .filter((cell) => /^[\s'"]*[=+@＝＋＠]|^-\D/.test(cell.replace(/^'/, 'text:')));
    expect(formulas).toEqual([]);
  });
});
