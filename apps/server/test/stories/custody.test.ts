import type { Alarm, BodyOf, CodeHistory, DeliveryMark, ReplyOf } from '@mashang/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectSoundLedger } from '../audit-ledger.ts';
import { aBatch, aMember, anotherProcess, aScan, changeCodes } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aStaffBrowser, type Browser } from './browser.ts';
import { okay } from './shop.ts';

let server: TestServer;
let hq: Browser;
beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
});
beforeEach(async () => {
  await server.database.db.deleteFrom('alarm').execute();
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

const scan = (memberId: number, text: string) =>
  server.scanDesk.awardPointsForScan(aScan(memberId, text));

/** The alarms that stand once what was seen is on record. */
async function alarms(): Promise<Alarm[]> {
  await server.scanLog.flush();
  const page = okay(await hq.call('GET /api/hq/alarms', { query: { limit: 200 } }));
  return (page as ReplyOf<'GET /api/hq/alarms'>).rows;
}

type Asked = BodyOf<'POST /api/hq/batches/:batchId/deliveries'>;

async function deliver(batchId: number, fields: Partial<Asked> = {}): Promise<number> {
  const answer = await hq.call('POST /api/hq/batches/:batchId/deliveries', {
    params: { batchId },
    body: {
      ...{ purpose: 'print', recipient: '印刷厂', isProtected: false, hasLink: false },
      format: {
        ...{ kind: 'txt', columns: ['code'], hasHeader: false, encoding: 'utf-8' },
        ...{ newline: 'lf', splitEvery: null },
      },
      expiresAt: new Date(server.clock.now().getTime() + 86_400_000).toISOString(),
      ...{ downloadsMax: 1, markCount: 5, ...fields },
    },
  });
  return (okay(answer) as { delivery: { deliveryId: number } }).delivery.deliveryId;
}

async function marksOf(deliveryId: number): Promise<(DeliveryMark & { serial: number })[]> {
  const page = await hq.call('GET /api/hq/deliveries/:deliveryId/marks', {
    params: { deliveryId },
  });
  const { rows } = okay(page) as { rows: DeliveryMark[] };
  return rows.map((row) => ({ ...row, serial: Number(row.codeRef.split('-')[1]) }));
}

async function lookUp(text: string): Promise<CodeHistory> {
  const answer = okay(await hq.call('POST /api/hq/code-look-ups', { body: { text } }));
  return (answer as { history: CodeHistory }).history;
}

const changeRange = (batchId: number, action: 'activate' | 'freeze') =>
  server.database.db
    .transaction()
    .execute((tx) => changeCodes(tx, { batchId, action, now: server.clock.now() }));

describe('B7: copy marks', () => {
  test('a mark pays once and names its copy; its place in the other copies stays ordinary', async () => {
    const { batchId, code } = await aBatch(server);
    const first = await deliver(batchId);
    const second = await deliver(batchId, {
      recipient: '另一家厂',
      firstSerial: 0,
      lastSerial: 999,
    });
    const [mark] = await marksOf(first);
    const [someone, another] = [await aMember(server), await aMember(server)];
    expect(await scan(someone, code(mark!.serial))).toMatchObject({
      outcome: 'awarded',
      points: 10,
    });
    expect((await scan(another, code(mark!.serial))).outcome).toBe('claimedByAnother');
    expect((await scan(another, code(mark!.standsFor))).outcome).toBe('awarded');
    expect(await lookUp(code(mark!.serial))).toMatchObject({
      ...{ codeRef: mark!.codeRef, isCopyMark: true, state: 'activated' },
      deliveries: [{ deliveryId: first, recipient: '印刷厂', purpose: 'print', isRevoked: false }],
    });
    const ordinary = await lookUp(code(mark!.standsFor));
    expect(ordinary.isCopyMark).toBe(false);
    expect(ordinary.deliveries.map(({ deliveryId }) => deliveryId)).toEqual([second]);
    expect(await alarms()).toEqual([]);
    expect((await marksOf(first))[0]).toMatchObject({ scans: 2 });
  });

  test('a mark of a copy that was not for print, or was revoked, is one alarm naming the copy', async () => {
    const { batchId, code } = await aBatch(server);
    const sample = await deliver(batchId, { purpose: 'sample', recipient: '广告公司' });
    const print = await deliver(batchId);
    const memberId = await aMember(server);
    const [sampleMarks, printMarks] = [await marksOf(sample), await marksOf(print)];
    for (const { serial } of sampleMarks) await scan(memberId, code(serial));
    for (const { serial } of printMarks) await scan(memberId, code(serial));
    const [alarm, ...others] = await alarms();
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({
      ...{ kind: 'markedCopy', times: 5, batchId, deliveryIds: [sample], memberId: null },
      title: `交给「广告公司」（交付 ${sample}）的文件已流出`,
      codeRef: sampleMarks.at(-1)!.codeRef,
    });
    const body = { reason: '合同终止' };
    okay(
      await hq.call('POST /api/hq/deliveries/:deliveryId/revoke', {
        params: { deliveryId: print },
        body,
      }),
    );
    await scan(memberId, code(printMarks[0]!.serial));
    const revoked = (await alarms()).find(({ deliveryIds }) => deliveryIds[0] === print);
    expect(revoked).toMatchObject({ kind: 'markedCopy', times: 1 });
    expect(revoked?.detail).toContain('已撤销');
  });
});

describe('B7: codes scanned before their activation', () => {
  test('raise one alarm of the batch, naming every copy that holds any of them, and pay nothing', async () => {
    const { batchId, code } = await aBatch(server, { actions: [] });
    const [low, high] = [
      await deliver(batchId, { firstSerial: 0, lastSerial: 499, recipient: '甲厂' }),
      await deliver(batchId, { firstSerial: 500, lastSerial: 999, recipient: '乙厂' }),
    ];
    const lowPlaces = new Set((await marksOf(low)).map(({ standsFor }) => standsFor));
    const serial = Array.from({ length: 500 }, (_n, n) => n).find((n) => !lowPlaces.has(n))!;
    const memberId = await aMember(server);
    expect((await scan(memberId, code(serial))).outcome).toBe('notActivated');
    await scan(memberId, code(serial));
    expect(await alarms()).toMatchObject([
      {
        ...{ kind: 'scannedBeforeActivation', times: 2, batchId, deliveryIds: [low] },
        codeRef: `${batchId}-${serial}`,
      },
    ]);
    const [mark] = await marksOf(high);
    await scan(memberId, code(mark!.serial));
    const [alarm, ...others] = await alarms();
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({ times: 3, deliveryIds: [low, high], codeRef: mark!.codeRef });
    expect(alarm?.detail).toContain(`甲厂（交付 ${low}）、乙厂（交付 ${high}）`);
    const file = await hq.fetch(`${server.publicUrl}/api/hq/alarms/export?format=csv`);
    expect(await file.text()).toContain('还没激活就有人扫');
  });

  test('so does asking whether one is genuine, in the same answer as ever', async () => {
    const { batchId, code } = await aBatch(server, { actions: [], name: '珍味鸡精' });
    const check = async (text: string) => {
      const body = JSON.stringify({ text });
      const headers = { 'content-type': 'application/json' };
      const url = `${server.publicUrl}/api/authenticity-checks`;
      return (await (await fetch(url, { method: 'POST', body, headers })).json()) as object;
    };
    expect(await check(code(3))).toMatchObject({ outcome: 'genuine', state: 'notActivated' });
    expect(await alarms()).toMatchObject([
      { kind: 'scannedBeforeActivation', batchId, deliveryIds: [], times: 1 },
    ]);
    expect((await alarms())[0]?.detail).toContain('这些码还没有交付给任何人');
  });

  test('activated, frozen and unknown codes raise none; a planned activation does until its moment', async () => {
    const active = await aBatch(server);
    const frozen = await aBatch(server, { actions: ['activate', 'freeze'] });
    const planned = await aBatch(server, { actions: [] });
    const memberId = await aMember(server);
    await scan(memberId, active.code(1));
    await scan(memberId, frozen.code(1));
    await scan(memberId, 'ABCDEFGHJKMNPQRS');
    expect(await alarms()).toEqual([]);
    const activatesAt = new Date(server.clock.now().getTime() + 60_000).toISOString();
    const { batchId } = planned;
    okay(
      await hq.call('POST /api/hq/batches/:batchId/activation', {
        ...{ params: { batchId }, body: { activatesAt } },
      }),
    );
    await scan(memberId, planned.code(1));
    expect(await alarms()).toMatchObject([{ batchId, times: 1 }]);
    server.clock.advanceMs(60_000);
    expect((await scan(memberId, planned.code(1))).outcome).toBe('awarded');
    expect(await alarms()).toMatchObject([{ batchId, times: 1 }]);
  });

  test('a shop floor of them through two processes at once is one alarm that counts every scan', async () => {
    const { batchId, code } = await aBatch(server, { actions: [], quantity: 5_000 });
    const deliveries = [await deliver(batchId), await deliver(batchId, { recipient: '乙厂' })];
    const members = await Promise.all(Array.from({ length: 20 }, () => aMember(server)));
    const other = anotherProcess(server);
    await Promise.all(
      Array.from({ length: 1_000 }, (_n, n) =>
        (n % 2 ? other : server).scanDesk.awardPointsForScan(aScan(members[n % 20]!, code(n * 3))),
      ),
    );
    await Promise.all([other.scanLog.flush(), server.scanLog.flush()]);
    await other.scanLog.stop();
    expect(await alarms()).toMatchObject([
      { kind: 'scannedBeforeActivation', times: 1_000, deliveryIds: deliveries },
    ]);
    await changeRange(batchId, 'activate');
    await scan(members[0]!, code(4_999));
    expect((await alarms())[0]).toMatchObject({ times: 1_000 });
  });
});
