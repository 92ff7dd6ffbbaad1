import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openAllConnections } from '../../../../test/harness-database.ts';
import { purgeTickets } from './index.ts';
import { createStranger, lines, openDeliveryDesk } from './delivery-desk.test-support.ts';
import type { DeliveryDesk } from './delivery-desk.test-support.ts';

const dayMs = 86_400_000;
const start = new Date('2026-11-22T08:00:00Z');

let desk: DeliveryDesk;
let stranger: ReturnType<typeof createStranger>;
beforeAll(async () => {
  desk = await openDeliveryDesk();
  stranger = createStranger(desk);
});
beforeEach(() => {
  desk.clock.set(start);
  stranger.arrive();
});
afterAll(() => desk.close());

const begin = (token: string) => stranger.begin(token);
const take: typeof stranger.take = (path, headers) => stranger.take(path, headers);
const aCopy: typeof stranger.aCopy = (fields) => stranger.aCopy(fields);

describe('S18: a ticket', () => {
  test('goes on after a broken connection, at most twenty times and for a day, counted once', async () => {
    const { delivery, token } = await aCopy();
    const { path, expiresAt } = (await begin(token)).body;
    expect(expiresAt).toBe(new Date(start.getTime() + dayMs).toISOString());
    const whole = await take(path);
    const parts = [];
    for (const range of ['bytes=0-99', 'bytes=100-']) {
      parts.push(await take(path, { range, 'if-range': whole.headers['etag'] ?? '' }));
    }
    expect(parts.map(({ status }) => status)).toEqual([206, 206]);
    expect(Buffer.concat(parts.map(({ bytes }) => bytes)).equals(whole.bytes)).toBe(true);
    for (let n = 3; n < 20; n++)
      expect((await take(path, { range: 'bytes=0-0' })).status).toBe(206);
    expect((await take(path)).body).toMatchObject({ code: 'delivery_ended' });
    expect(await desk.getDelivery(delivery.deliveryId)).toMatchObject({ downloadsDone: 1 });
    const other = (await begin(token)).body;
    desk.clock.advanceMs(dayMs);
    expect((await take(other['path'])).body).toMatchObject({ code: 'delivery_ended' });
    await desk.db.transaction().execute((tx) => purgeTickets(tx, desk.clock.now()));
    expect((await take(other['path'])).body).toMatchObject({ code: 'delivery_not_found' });
    const { body } = await desk.ask(`GET /api/hq/deliveries/${delivery.deliveryId}/downloads`);
    expect(body['rows']).toMatchObject([{ fetches: 0 }, { fetches: 20 }]);
  });

  test('fifty fetches at once are twenty, and the codes are delivered once', async () => {
    const { delivery, token } = await aCopy();
    const { path } = (await begin(token)).body;
    await openAllConnections(desk.database, 20);
    const answers = await Promise.all(Array.from({ length: 50 }, () => take(path)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    const events = await desk.db
      .selectFrom('codeEvent')
      .select(['action', 'staffId'])
      .where('batchId', '=', delivery.batchId)
      .where('action', '=', 'delivered')
      .execute();
    expect(events).toEqual([{ action: 'delivered', staffId: null }]);
  });

  test('used from another address is on record with that address; HEAD is no fetch', async () => {
    const { delivery, token } = await aCopy();
    const { path } = (await begin(token)).body;
    await desk.ask(`HEAD ${String(path)}`);
    await take(path);
    Object.assign(desk.who, { address: '198.51.100.7' });
    await take(path, { 'user-agent': 'curl/8' });
    const { body } = await desk.ask(`GET /api/hq/deliveries/${delivery.deliveryId}/downloads`);
    expect(body['rows']).toMatchObject([
      {
        address: '198.51.100.7',
        userAgent: expect.stringContaining('curl/8') as string,
        fetches: 1,
      },
      { address: stranger.address(), staffName: null, fetches: 2 },
    ]);
  });

  test('under way is broken off when the copy is revoked, however long it would take', async () => {
    const batchId = await desk.aBatch({ quantity: 10_000_000 });
    const { delivery, token } = await desk.deliverByLink(batchId);
    const { path } = (await begin(token)).body;
    const response = await fetch(desk.url + String(path));
    const reader = response.body!.getReader();
    await reader.read();
    await desk.ask(`POST /api/hq/deliveries/${delivery.deliveryId}/revoke`, { reason: '流出' });
    const readOn = async () => {
      while (!(await reader.read()).done);
    };
    await expect(readOn()).rejects.toThrow();
  });

  test('fetched by many while the copy gets new secrets and is revoked is given or ended, never a bug', async () => {
    const { delivery, token } = await aCopy({ downloadsMax: 20 });
    const tickets = await Promise.all(Array.from({ length: 15 }, () => begin(token)));
    await openAllConnections(desk.database, 20);
    const at = `POST /api/hq/deliveries/${delivery.deliveryId}`;
    Object.assign(desk.who, { address: '198.51.100.8' });
    const answers = await Promise.all([
      ...tickets.map(({ body }) => take(body['path'])),
      desk.ask(`${at}/secrets`, {}),
      desk.ask(`${at}/revoke`, { reason: '流出' }),
      ...tickets.map(({ body }) => take(body['path'])),
    ]);
    const others = answers.filter(({ status }) => status !== 200 && status !== 409);
    expect(others.map(({ status, text }) => [status, text])).toEqual([]);
    expect((await take(tickets[0]!.body['path'])).status).toBe(409);
  });

  test('ends with new secrets, and what was under way is on record with what went out', async () => {
    const batchId = await desk.aBatch({ quantity: 1_000_000 });
    const { delivery, token } = await desk.deliverByLink(batchId, { format: lines });
    const { path } = (await begin(token)).body;
    const request = get(desk.url + String(path));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    request.destroy();
    await vi.waitFor(async () => {
      const { body } = await desk.ask(`GET /api/hq/deliveries/${delivery.deliveryId}/downloads`);
      const [row] = body['rows'] as { bytesSent: number; completedAt: null }[];
      expect(row?.bytesSent).toBeGreaterThan(0);
      expect(row?.completedAt).toBeNull();
    });
    await desk.ask(`POST /api/hq/deliveries/${delivery.deliveryId}/secrets`, {});
    expect((await take(path)).body).toMatchObject({ code: 'delivery_ended' });
  });
});
