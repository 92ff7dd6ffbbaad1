import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuthenticityCheck } from '@mashang/contract';
import { codeIdOf } from '../../codes/index.ts';
import { openScanRoutes, publicUrl, type ScanRoutes } from './scan-routes.test-support.ts';

let desk: ScanRoutes;
let batch: Awaited<ReturnType<ScanRoutes['aBatch']>>;
beforeAll(async () => {
  desk = await openScanRoutes();
  batch = await desk.aBatch({ name: '金标酱油', quantity: 1_000 });
});
afterAll(() => desk.close());

let lastDevice = 0;
beforeEach(() => {
  Object.assign(desk.limits, { checksPerMinuteMax: 1_000, checksPerDayMax: 10_000 });
  Object.assign(desk.limits, { deviceWrongPerDayMax: 1_000, addressWrongPerDayMax: 1_000 });
  lastDevice += 1;
  Object.assign(desk.who, {
    memberId: null,
    device: `d${lastDevice}`,
    address: `198.51.100.${lastDevice}`,
  });
  desk.guardBook.forget();
});

async function check(text: string): Promise<AuthenticityCheck> {
  const { status, body } = await desk.ask('POST', '/api/authenticity-checks', { text });
  expect(status).toBe(200);
  await desk.checkDesk.idle();
  return body;
}
let lastSerial = 0;
const aSerial = () => (lastSerial += 1);
/** Well formed, and of no batch. */
const aGuess = (length = 16) =>
  Array.from(
    { length },
    () => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Math.floor(Math.random() * 32)],
  ).join('');
const lines = async (serial: number) =>
  desk.db
    .selectFrom('scanLog')
    .select(['outcome', 'channel', 'memberId', 'device', 'province', 'network'])
    .where('codeId', '=', Number(codeIdOf(batch.batchId, serial)))
    .orderBy('scanId')
    .execute();

describe('S21: is it genuine? Without an account', () => {
  test('a fresh code is genuine and new; asked again by the same browser it is theirs; nothing is claimed', async () => {
    const serial = aSerial();
    desk.who.address = '203.0.113.7';
    const text = `${publicUrl}/C/${batch.code(serial)}`;
    expect(await check(text)).toMatchObject({
      outcome: 'genuine',
      productName: '金标酱油',
      state: 'activated',
      isClaimed: false,
      authenticity: { verdict: 'first', scans: 1, people: 1, firstScannedAt: null },
    });
    const first = desk.clock.now().toISOString();
    await desk.scanLog.flush();
    desk.clock.advanceMs(60_000);
    expect(await check(text)).toMatchObject({
      authenticity: {
        verdict: 'again',
        scans: 2,
        people: 1,
        firstScannedAt: first,
        firstProvince: '江苏省',
      },
    });
    await desk.scanLog.flush();
    expect(await lines(serial)).toEqual(
      Array.from({ length: 2 }, () => ({
        outcome: 'checked',
        channel: 'check',
        memberId: null,
        device: desk.who.device,
        province: '320000',
        network: '203.0.113.0/24',
      })),
    );
    expect(await desk.db.selectFrom('claim').select('codeId').execute()).toEqual([]);
  });

  test('a signed-in member is known by their claim, another is told without alarm', async () => {
    const serial = aSerial();
    const codeId = codeIdOf(batch.batchId, serial);
    await desk.award({ ...batch, codeId, memberId: await desk.aMember() });
    const [{ memberId } = { memberId: 0 }] = await desk.db
      .selectFrom('claim')
      .select('memberId')
      .where('codeId', '=', Number(codeId))
      .execute();
    desk.who.memberId = memberId;
    expect(await check(batch.code(serial))).toMatchObject({
      isClaimed: true,
      authenticity: { verdict: 'again', scans: 2, people: 1 },
    });
    desk.who.memberId = memberId + 1;
    expect(await check(batch.code(serial))).toMatchObject({
      authenticity: { verdict: 'others', people: 2 },
    });
    // Whoever reads the claims cannot be told by the answer who has them.
    expect(JSON.stringify(await check(batch.code(serial)))).not.toContain('memberId');
  });

  test.each([
    [['void' as const], 'void'],
    [['activate' as const, 'freeze' as const], 'frozen'],
    [[], 'notActivated'],
  ])('after %j a code is said to be %s', async (actions, state) => {
    const other = await desk.aBatch({ actions: [...actions] });
    expect(await check(other.code(1))).toMatchObject({ outcome: 'genuine', state });
  });

  test.each([
    ['6901234567892', 'barcode'],
    ['https://example.com/C/0123456789ABCDEF', 'otherSite'],
    ['%00', 'malformed'],
    ["'; drop table claim; --", 'malformed'],
    ['\u0000', 'malformed'],
    ['\ud800', 'malformed'],
    ['x'.repeat(4096), 'malformed'],
  ])('%j is not ours: %s', async (text, reason) => {
    expect(await check(text)).toMatchObject({ outcome: 'notOurs', reason });
  });
});

describe('S21: no oracle for a guesser', () => {
  test('known, unknown and foreign texts take the same statements', async () => {
    const serial = aSerial();
    const ask = async (text: string) => {
      const before = desk.statementsOfChecks();
      const { address, device } = { address: '192.0.2.9', device: 'd' };
      const rest = { scanType: 'qrcode' as const, memberId: null, openId: null };
      await desk.checkDesk.check({ text, address, device, ...rest });
      const count = desk.statementsOfChecks() - before;
      await desk.checkDesk.idle();
      return count;
    };
    await desk.award({
      ...batch,
      codeId: codeIdOf(batch.batchId, serial),
      memberId: await desk.aMember(),
    });
    const counts = [];
    for (const text of [
      batch.code(serial),
      batch.code(aSerial()),
      aGuess(),
      aGuess(12),
      '6901234567892',
      '?',
    ]) {
      counts.push(await ask(text));
    }
    expect(new Set(counts).size).toBe(1);
    expect(counts[0]).toBeGreaterThan(4);
  });

  test('every unknown code gets the same answer', async () => {
    const answers = new Set<string>();
    for (let count = 0; count < 5; count += 1) answers.add(JSON.stringify(await check(aGuess())));
    expect(answers.size).toBe(1);
  });

  test('B11: wrong codes lock the browser until midnight in Beijing, right ones do not', async () => {
    desk.limits.deviceWrongPerDayMax = 3;
    desk.guardBook.forget();
    for (let count = 0; count < 5; count += 1) await check(batch.code(aSerial()));
    for (let count = 0; count < 3; count += 1) {
      expect(await check(aGuess())).toMatchObject({ outcome: 'notOurs', reason: 'notFound' });
    }
    const until = '2026-11-22T16:00:00.000Z';
    expect(await check(batch.code(aSerial()))).toMatchObject({ outcome: 'lockedOut', until });
    desk.who.device = 'another';
    expect(await check(batch.code(aSerial()))).toMatchObject({ outcome: 'genuine' });
    await desk.scanLog.flush();
    expect(desk.alarms).toContainEqual(expect.objectContaining({ kind: 'subjectLocked' }));
  });

  test('mistakes of people are no guesses', async () => {
    desk.limits.deviceWrongPerDayMax = 1;
    desk.guardBook.forget();
    for (const text of ['6901234567892', 'hello', 'https://example.com/x']) await check(text);
    expect(await check(batch.code(aSerial()))).toMatchObject({ outcome: 'genuine' });
  });

  test('a blacklisted network is told so, and nothing of the code', async () => {
    desk.who.address = '192.0.2.44';
    await desk.db
      .insertInto('blacklist')
      .values({
        kind: 'network',
        subject: '192.0.2.0/24',
        reason: '测试',
        expiresAt: null,
        staffId: 1,
        createdAt: desk.clock.now(),
      })
      .execute();
    desk.guardBook.forget();
    const answer = await check(batch.code(aSerial()));
    expect(answer).toMatchObject({ outcome: 'lockedOut', title: '暂时不能查询' });
    expect(answer).not.toHaveProperty('productName');
    await desk.db.deleteFrom('blacklist').execute();
    desk.guardBook.forget();
  });

  test('fifty at once from one network: as many answers as the limit, the rest are told when to come back', async () => {
    desk.limits.checksPerMinuteMax = 20;
    desk.guardBook.forget();
    const text = batch.code(aSerial());
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => desk.ask('POST', '/api/authenticity-checks', { text })),
    );
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(30);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
    const before = desk.statementsOfChecks();
    await desk.ask('POST', '/api/authenticity-checks', { text });
    expect(desk.statementsOfChecks() - before, 'a script that goes on costs nothing').toBe(0);
    desk.clock.advanceMs(60_000);
    expect((await desk.ask('POST', '/api/authenticity-checks', { text })).status).toBe(200);
  });

  test('the day has a limit too', async () => {
    desk.limits.checksPerDayMax = 2;
    desk.guardBook.forget();
    const statuses = [];
    for (let count = 0; count < 3; count += 1) {
      const reply = await desk.ask('POST', '/api/authenticity-checks', { text: aGuess() });
      statuses.push(reply.status);
      desk.clock.advanceMs(61_000);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });
});
