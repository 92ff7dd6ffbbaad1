import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dumpTables } from '../../../../test/stories/dump-tables.ts';
import { openAllConnections } from '../../../../test/harness-database.ts';
import { createStranger, openDeliveryDesk } from './delivery-desk.test-support.ts';
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

const look = (token: string) => stranger.look(token);
const begin = (token: string) => stranger.begin(token);
const take: typeof stranger.take = (path, headers) => stranger.take(path, headers);
const aCopy: typeof stranger.aCopy = (fields) => stranger.aCopy(fields);

describe('S18: a link', () => {
  test('shows what waits, counts nothing by being looked at, and gives the file', async () => {
    const { delivery, token, link, password } = await aCopy();
    expect(link).toBe(`https://points.example.cn/hq/pickup#${token}`);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(password).toMatch(/^[A-HJ-NP-Z2-9]{20}$/);
    for (let n = 0; n < 5; n++) await look(token);
    const seen = await look(token);
    expect(seen.body).toEqual({
      ...{ brandName: '鲜味', recipient: '华东印刷厂', codes: 200, isProtected: true },
      ...{ state: 'open', downloadsLeft: 3, expiresAt: delivery.expiresAt },
      fileName: expect.stringMatching(/\.zip$/) as string,
      fileBytes: expect.any(Number) as number,
    });
    expect(seen.headers).toMatchObject({
      ...{ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' },
    });
    const begun = await begin(token);
    expect(begun.headers).toMatchObject({ 'referrer-policy': 'no-referrer' });
    const file = await take(begun.body['path']);
    expect([file.status, file.bytes.length]).toEqual([200, seen.body['fileBytes']]);
    expect(file.headers).toMatchObject({
      ...{ 'referrer-policy': 'no-referrer', 'cache-control': 'private, no-store' },
    });
    expect((await look(token)).body).toMatchObject({ downloadsLeft: 2 });
  });

  test('of any wrong shape, unknown, or replaced is answered in the same words', async () => {
    const { delivery, token } = await aCopy();
    await desk.ask(`POST /api/hq/deliveries/${delivery.deliveryId}/secrets`, {});
    const wrong = [
      randomBytes(32).toString('base64url'),
      token,
      `${token}x`,
      token.toUpperCase(),
      'x',
      '',
      '\u0000',
      "' or true --",
      'a'.repeat(1_000),
    ];
    const told = async (answer: Promise<{ status: number; body: Record<string, unknown> }>) => {
      const { status, body } = await answer;
      return { status, said: { ...body, requestId: '' } };
    };
    const answers = [];
    for (const text of wrong) {
      answers.push(await told(look(text)), await told(begin(text)));
      Object.assign(desk.who, { address: `198.51.100.${answers.length}` });
    }
    const ticket = await told(take(`/api/pickups/files/${randomBytes(32).toString('base64url')}`));
    expect(new Set([...answers, ticket].map((one) => JSON.stringify(one))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, said: { code: 'delivery_not_found' } });
  });

  test('used up, expired and revoked are told to who has it, and nothing more can be had', async () => {
    const used = await aCopy({ downloadsMax: 1 });
    const expired = await aCopy();
    const revoked = await aCopy();
    expect((await begin(used.token)).status).toBe(200);
    const { deliveryId } = revoked.delivery;
    const { body: running } = await begin(revoked.token);
    await desk.ask(`POST /api/hq/deliveries/${deliveryId}/revoke`, { reason: '流出' });
    const endedOf = async ({ token }: { token: string }) => [
      (await look(token)).body['state'],
      (await begin(token)).body['details'],
    ];
    expect(await endedOf(used)).toEqual(['usedUp', { state: 'usedUp' }]);
    expect(await endedOf(revoked)).toEqual(['revoked', { state: 'revoked' }]);
    expect((await take(running['path'])).body).toMatchObject({ code: 'delivery_ended' });
    desk.clock.advanceMs(dayMs - 1);
    expect((await look(expired.token)).body['state']).toBe('open');
    desk.clock.advanceMs(1);
    expect(await endedOf(expired)).toEqual(['expired', { state: 'expired' }]);
    expect((await desk.getDelivery(used.delivery.deliveryId)).downloadsDone).toBe(1);
  });

  test('fifty who begin at once get as many downloads as are left, not one more', async () => {
    const { delivery, token } = await aCopy({ downloadsMax: 7 });
    await openAllConnections(desk.database, 20);
    const answers = await Promise.all(Array.from({ length: 50 }, () => begin(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(43);
    expect(await desk.getDelivery(delivery.deliveryId)).toMatchObject({
      ...{ downloadsDone: 7, state: 'usedUp' },
    });
    const less = { expiresAt: new Date(start.getTime() + dayMs).toISOString(), downloadsMax: 6 };
    const at = `POST /api/hq/deliveries/${delivery.deliveryId}/extend`;
    expect((await desk.ask(at, less)).status).toBe(400);
    await desk.ask(at, { ...less, downloadsMax: 8 });
    expect((await begin(token)).status).toBe(200);
    expect((await begin(token)).status).toBe(409);
  });

  test('wrong ones run into a limit that does not tell right from wrong; others go on', async () => {
    const { token } = await aCopy();
    const answers = [];
    for (let n = 0; n < 21; n++) answers.push((await look(`wrong ${n}`)).status);
    expect(answers).toEqual([...Array.from({ length: 20 }, () => 404), 429]);
    expect([(await look(token)).status, (await begin(token)).status]).toEqual([429, 429]);
    Object.assign(desk.who, { address: '198.51.100.99' });
    expect((await look(token)).status).toBe(200);
    desk.clock.advanceMs(3_600_000);
    Object.assign(desk.who, { address: stranger.address() });
    expect((await look(token)).status).toBe(200);
  });

  test('a copy without a link has none, and new secrets give it none', async () => {
    const batchId = await desk.aBatch();
    const plain = await desk.deliver(batchId);
    expect([plain.link, plain.password]).toEqual([null, null]);
    const { deliveryId } = plain.delivery;
    const { body } = await desk.ask(`POST /api/hq/deliveries/${deliveryId}/secrets`, {});
    expect(body).toMatchObject({ link: null, password: null, delivery: { hasLink: false } });
  });
});

test('B7: no table and no line of the audit log holds a token, a ticket, a password or a code', async () => {
  const { delivery, token, password } = await aCopy();
  const { body } = await begin(token);
  const file = await take(body['path']);
  expect(file.status).toBe(200);
  const renewed = await desk.ask(`POST /api/hq/deliveries/${delivery.deliveryId}/secrets`, {});
  const ticket = String(body['path']).split('/').at(-1) ?? '';
  const code = desk.codeBook.cipher(1, 16).encode(delivery.batchId, 0);
  const dump = await dumpTables(desk.db);
  const audited = JSON.stringify(desk.audited);
  const secrets = [token, password ?? '', ticket, code, String(renewed.body['password'])];
  for (const secret of [...secrets, String(renewed.body['link']).split('#')[1] ?? '']) {
    expect(secret.length).toBeGreaterThan(15);
    // As text, and as PostgreSQL writes bytes.
    for (const form of [secret, Buffer.from(secret).toString('hex')]) {
      expect(dump.includes(form)).toBe(false);
      expect(audited.includes(form)).toBe(false);
    }
  }
});
