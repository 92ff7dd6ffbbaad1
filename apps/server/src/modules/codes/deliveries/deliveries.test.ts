import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestClock } from '../../../../test/test-clock.ts';
import { activateCodes, codeIdOf } from '../index.ts';
import { lines, openDeliveryDesk, publicUrl } from './delivery-desk.test-support.ts';
import type { DeliveryDesk } from './delivery-desk.test-support.ts';

let desk: DeliveryDesk;
beforeAll(async () => {
  desk = await openDeliveryDesk();
});
beforeEach(() => {
  desk.clock.set(createTestClock(new Date('2026-11-22T08:00:00Z')).now());
  for (const field of Object.keys(desk.who)) delete desk.who[field as keyof typeof desk.who];
});
afterAll(() => desk.close());

const fileOf = (deliveryId: number) => desk.ask(`GET /api/hq/deliveries/${deliveryId}/file`);

async function marksOf(deliveryId: number) {
  const { body } = await desk.ask(`GET /api/hq/deliveries/${deliveryId}/marks?limit=200`);
  return body['rows'] as { codeRef: string; standsFor: number; scans: number }[];
}

describe('S18: head office', () => {
  test('S18: taking a copy is on record, delivers its codes once, and is told in the history', async () => {
    const batchId = await desk.aBatch({ quantity: 100 });
    const { delivery } = await desk.deliver(batchId, { firstSerial: 10, lastSerial: 19 });
    const { deliveryId } = delivery;
    expect((await desk.getDelivery(deliveryId)).firstFetchedAt).toBeNull();
    const taken = desk.clock.now();
    expect((await fileOf(deliveryId)).headers).toMatchObject({
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
    });
    desk.clock.advanceMs(60_000);
    await fileOf(deliveryId);
    const again = await desk.deliver(batchId, { firstSerial: 12, lastSerial: 14 });
    await fileOf(again.delivery.deliveryId);
    expect((await desk.getDelivery(deliveryId)).firstFetchedAt).toBe(taken.toISOString());
    const ranges = await desk.db
      .selectFrom('codeRange')
      .select(['firstSerial', 'lastSerial', 'deliveredAt'])
      .where('batchId', '=', batchId)
      .orderBy('firstSerial')
      .execute();
    expect(ranges).toEqual([
      { firstSerial: 0, lastSerial: 9, deliveredAt: null },
      { firstSerial: 10, lastSerial: 19, deliveredAt: taken },
      { firstSerial: 20, lastSerial: 99, deliveredAt: null },
    ]);
    const events = await desk.db
      .selectFrom('codeEvent')
      .select(['firstSerial', 'lastSerial', 'details', 'staffId'])
      .where('batchId', '=', batchId)
      .where('action', '=', 'delivered')
      .orderBy('eventId')
      .execute();
    expect(events).toEqual([
      {
        firstSerial: 10,
        lastSerial: 19,
        staffId: 1,
        details: { deliveryId, recipient: '华东印刷厂' },
      },
      {
        ...{ firstSerial: 12, lastSerial: 14, staffId: 1 },
        details: { deliveryId: again.delivery.deliveryId, recipient: '华东印刷厂' },
      },
    ]);
    await vi.waitFor(async () => {
      const { body } = await desk.ask(`GET /api/hq/deliveries/${deliveryId}/downloads`);
      const bytes = 10 * (`${publicUrl}/C/`.length + 17);
      expect(body['rows']).toMatchObject([
        { staffName: '员工1', address: '127.0.0.1', fetches: 1, bytesSent: bytes },
        { staffName: '员工1', bytesSent: bytes, completedAt: expect.any(String) as string },
      ]);
    });
  });

  test('S18: HEAD takes nothing; a part goes on with the same line of the log', async () => {
    const batchId = await desk.aBatch({ quantity: 100 });
    const { delivery } = await desk.deliver(batchId);
    const url = `/api/hq/deliveries/${delivery.deliveryId}/file`;
    const whole = await desk.ask(`HEAD ${url}`);
    expect((await desk.getDelivery(delivery.deliveryId)).firstFetchedAt).toBeNull();
    const total = Number(whole.headers['content-length']);
    const first = await desk.ask(`GET ${url}`, undefined, { range: 'bytes=0-99' });
    const rest = await desk.ask(`GET ${url}`, undefined, {
      ...{ range: 'bytes=100-', 'if-range': String(first.headers['etag']) },
    });
    expect([first.status, rest.status, first.bytes.length + rest.bytes.length]).toEqual([
      ...[206, 206, total],
    ]);
    await vi.waitFor(async () => {
      const { body } = await desk.ask(`GET /api/hq/deliveries/${delivery.deliveryId}/downloads`);
      expect(body['rows']).toMatchObject([{ fetches: 2, bytesSent: total }]);
      expect((body['rows'] as { completedAt: unknown }[])[0]?.completedAt).not.toBeNull();
    });
  });

  test('S18: copies are listed, filtered, searched, paged in both orders, and leave as a file', async () => {
    const batchId = await desk.aBatch();
    const other = await desk.aBatch();
    const made: number[] = [];
    for (const [batch, purpose, recipient] of [
      [batchId, 'print', '甲厂 100%'],
      [batchId, 'sample', '乙厂'],
      [other, 'archive', '丙厂'],
    ] as const) {
      made.push((await desk.deliver(batch, { purpose, recipient })).delivery.deliveryId);
    }
    const list = async (query: string) =>
      (
        (await desk.ask(`GET /api/hq/deliveries?${query}`)).body['rows'] as { deliveryId: number }[]
      ).map(({ deliveryId }) => deliveryId);
    expect(await list(`batchId=${batchId}&sort=oldest`)).toEqual(made.slice(0, 2));
    expect(await list(`batchId=${batchId}&purpose=sample`)).toEqual([made[1]]);
    expect(await list(`search=${encodeURIComponent('100%')}`)).toEqual([made[0]]);
    await desk.ask(`POST /api/hq/deliveries/${made[1]}/revoke`, { reason: '弄错了' });
    expect(await list(`batchId=${batchId}&state=revoked`)).toEqual([made[1]]);
    expect(await list(`batchId=${batchId}&state=open`)).toEqual([made[0]]);
    desk.clock.advanceMs(86_400_000);
    expect(await list(`batchId=${batchId}&state=expired`)).toEqual([made[0]]);
    const page = (await desk.ask(`GET /api/hq/deliveries?limit=2`)).body;
    expect((page['rows'] as { deliveryId: number }[]).map((row) => row.deliveryId)).toEqual([
      ...[made[2], made[1]],
    ]);
    expect((await list(`limit=2&cursor=${String(page['next'])}`))[0]).toBe(made[0]);
    const file = await desk.ask('GET /api/hq/deliveries/export?format=csv&search=乙厂');
    expect(file.text).toContain('乙厂');
    expect(file.text).toContain('弄错了');
  });

  test('S18: a scan of a mark is told with its copy; claims count as scans', async () => {
    const batchId = await desk.aBatch();
    const { delivery } = await desk.deliver(batchId, { markCount: 3 });
    const [, mark] = await marksOf(delivery.deliveryId);
    const claimedAt = desk.clock.now();
    const codeId = Number(codeIdOf(batchId, Number(mark!.codeRef.split('-')[1])));
    await desk.db
      .insertInto('claim')
      .values({
        ...{ codeId, memberId: 1, productId: 1, points: 10, claimedAt, province: '320000' },
        attemptId: crypto.randomUUID(),
      })
      .execute();
    expect(await marksOf(delivery.deliveryId)).toMatchObject([
      { scans: 0 },
      {
        ...{ codeRef: mark!.codeRef, scans: 1, provinces: ['320000'] },
        firstScannedAt: claimedAt.toISOString(),
      },
      { scans: 0 },
    ]);
    const { markCount, marksScanned } = await desk.getDelivery(delivery.deliveryId);
    expect([markCount, marksScanned]).toEqual([3, 1]);
  });

  test('S18: a revoked or expired copy is taken by nobody; extending opens an expired one again', async () => {
    const batchId = await desk.aBatch();
    const { delivery } = await desk.deliver(batchId);
    const { deliveryId } = delivery;
    desk.clock.advanceMs(86_400_000);
    expect((await fileOf(deliveryId)).body).toMatchObject({
      ...{ code: 'delivery_ended', details: { state: 'expired' } },
    });
    const expiresAt = new Date(desk.clock.now().getTime() + 1_000).toISOString();
    const extend = (body: object) => desk.ask(`POST /api/hq/deliveries/${deliveryId}/extend`, body);
    expect((await extend({ expiresAt, downloadsMax: 5 })).body).toMatchObject({
      ...{ state: 'open', downloadsMax: 5, expiresAt },
    });
    expect((await fileOf(deliveryId)).status).toBe(200);
    const revoke = () =>
      desk.ask(`POST /api/hq/deliveries/${deliveryId}/revoke`, { reason: '流出' });
    const revoked = await Promise.all(Array.from({ length: 10 }, revoke));
    expect(revoked.filter(({ status }) => status === 200)).toMatchObject([
      { body: { state: 'revoked', revokedByName: '员工1', revokeReason: '流出' } },
    ]);
    expect(revoked.filter(({ status }) => status === 409)).toHaveLength(9);
    expect((await extend({ expiresAt, downloadsMax: 5 })).body).toMatchObject({
      code: 'delivery_ended',
    });
    expect((await fileOf(deliveryId)).body).toMatchObject({ details: { state: 'revoked' } });
    expect((await desk.ask('POST /api/hq/deliveries/99999/revoke', { reason: '无' })).status).toBe(
      404,
    );
  });

  test('S18: operators see who got what, but make, take and end no copy and see no mark', async () => {
    const batchId = await desk.aBatch();
    const { delivery } = await desk.deliver(batchId);
    const at = `/api/hq/deliveries/${delivery.deliveryId}`;
    Object.assign(desk.who, { staffRole: 'operator' });
    const expiresAt = new Date(desk.clock.now().getTime() + 1_000).toISOString();
    const answers = await Promise.all([
      desk.deliver(batchId),
      desk.ask(`GET ${at}/file`),
      desk.ask(`GET ${at}/marks`),
      desk.ask(`POST ${at}/revoke`, { reason: '无' }),
      desk.ask(`POST ${at}/extend`, { expiresAt, downloadsMax: 9 }),
      desk.ask(`POST ${at}/secrets`, {}),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
    expect((await desk.ask(`GET ${at}`)).status).toBe(200);
    Object.assign(desk.who, { staffId: null, staffRole: null });
    expect((await desk.ask(`GET ${at}`)).status).toBe(401);
    expect((await desk.ask('GET /api/hq/deliveries')).status).toBe(401);
  });

  test('S18: codes that pay already may be copied; the serial column names the place, never the mark', async () => {
    const batchId = await desk.aBatch({ quantity: 50 });
    const now = desk.clock.now();
    await desk.db.transaction().execute((tx) => activateCodes(tx, { batchId, staffId: 1, now }));
    const format = {
      ...lines,
      kind: 'csv' as const,
      columns: ['serial' as const, 'code' as const],
    };
    const { delivery } = await desk.deliver(batchId, { format, markCount: 10 });
    const { text } = await fileOf(delivery.deliveryId);
    const serials = text
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split(',')[0]));
    expect(serials).toEqual(Array.from({ length: 50 }, (_n, n) => n));
  });
});
