import { randomBytes, randomUUID } from 'node:crypto';
import type { AuthenticityCheck, OperationLine, ReplyOf, ScanOutcome } from '@mashang/contract';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readScannedTexts, resolveCodes } from '../../src/modules/codes/index.ts';
import { expectSoundLedger } from '../audit-ledger.ts';
import { aBatch, aMember, aMemberCookie, anotherProcess, aScan } from '../factories.ts';
import type { TestBatch } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aStaffBrowser } from './browser.ts';
import { countStatements } from './count-statements.ts';
import { okay } from './shop.ts';

/** A server behind a proxy at 10.0.0.5: every request of a test comes from where it says. */
let server: TestServer;
let batch: TestBatch;
beforeAll(async () => {
  server = await freshServer({ TRUSTED_PROXIES: '10.0.0.0/8' });
  batch = await aBatch(server, { quantity: 1_000 });
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

const proxy = '10.0.0.5';
/** An address of 江苏省 by the offline tables. */
const jiangsu = '114.114.114.114';
const symbols = Buffer.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ');

/** Well-formed and made up: 80 random bits each. */
function guesses(count: number): string[] {
  const bytes = randomBytes(16 * count).map((byte) => symbols[byte & 31] ?? 0);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return Array.from({ length: count }, (_guess, index) => text.slice(16 * index, 16 * index + 16));
}

interface From {
  /** Of the socket. */
  socket: string;
  forwardedFor?: string;
  cookie?: string;
}

async function post<Line extends OperationLine>(line: Line, from: From, payload: object) {
  const headers = {
    ...(from.forwardedFor ? { 'x-forwarded-for': from.forwardedFor } : {}),
    ...(from.cookie ? { cookie: from.cookie } : {}),
  };
  const url = line.split(' ')[1] ?? '';
  const request: InjectOptions = { method: 'POST', url, remoteAddress: from.socket };
  const reply = await server.app.inject({ ...request, headers, payload });
  const body = reply.json<ReplyOf<Line>>();
  return { status: reply.statusCode, headers: reply.headers, body };
}

const check = (from: From, text: string) => post('POST /api/authenticity-checks', from, { text });
const scan = (from: From, text: string) =>
  post('POST /api/scans', from, { text, attemptId: randomUUID() });

async function aScanner(): Promise<{ memberId: number; cookie: string }> {
  const memberId = await aMember(server);
  return { memberId, cookie: await aMemberCookie(server, memberId) };
}

function countBy<Item>(items: Item[], nameOf: (item: Item) => string | number) {
  const counts: Record<string, number> = {};
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
  return counts;
}
const outcomeOf = ({ body }: { body: ScanOutcome | AuthenticityCheck }) => body.outcome;

let lastSerial = 0;
const aCode = () => batch.code((lastSerial += 1));

describe('B11: who guesses codes', () => {
  test('finds none among a million', async () => {
    const [{ cipher } = { cipher: undefined }] = server.codeBook.ciphers(16);
    const passed: string[] = [];
    for (let round = 0; round < 500; round += 1) {
      const texts = guesses(2_000);
      const items = cipher?.decodeMany(texts) ?? [];
      passed.push(...texts.filter((_text, index) => items[index] !== null));
    }
    // 28 of 80 bits must be zero: of a million 0.004 pass. Then the batch, its key and its serial must
    // exist: a thousand codes among 2^80, so that a hit has a chance of one in 10^15.
    expect(passed.length).toBeLessThan(4);
    const scanned = readScannedTexts(
      server.codeBook,
      [...passed, batch.code(1)].map((text) => ({ text })),
    );
    const found = await resolveCodes(server.database.db, scanned, server.clock.now());
    expect(found.map((code) => code?.serial)).toEqual([...passed.map(() => undefined), 1]);
  });

  test('a burst of members ends in a lock of each and in nothing else, at a bounded cost', async () => {
    const scanners = await Promise.all(Array.from({ length: 3 }, aScanner));
    const statements = countStatements(server.database.pool);
    const attempts = guesses(300).map((text, index) => {
      const { cookie } = scanners[index % 3] as { cookie: string };
      return scan({ socket: '198.51.100.1', cookie }, text);
    });
    const answers = await Promise.all(attempts);
    const spent = statements.stop();
    expect(countBy(answers, outcomeOf)).toEqual({ unknownCode: 30, lockedOut: 270 });
    // About twenty: who asks and what they scan is read by hundreds.
    expect(spent).toBeLessThan(150);
    // Two of them guess on: the row of their wrong codes ends, the day does not.
    server.clock.advanceMs(31 * 60_000);
    const { cookie = '' } = scanners[0] ?? {};
    const more = await Promise.all(
      guesses(50).map((text) => scan({ socket: '198.51.100.1', cookie }, text)),
    );
    expect(countBy(more, outcomeOf)).toEqual({ unknownCode: 10, lockedOut: 40 });
    server.clock.advanceMs(31 * 60_000);
    const right = await scan({ socket: '198.51.100.1', cookie }, aCode());
    expect(right.body).toMatchObject({ outcome: 'lockedOut' });
    expect(await server.database.db.selectFrom('claim').select('codeId').execute()).toEqual([]);
  });

  test('without an account is told twenty times a minute that it is nothing, then to wait', async () => {
    const from = { socket: '198.51.100.2' };
    const statements = countStatements(server.database.pool);
    const answers = await Promise.all(guesses(100).map((text) => check(from, text)));
    const spent = statements.stop();
    expect(countBy(answers, ({ status }) => status)).toEqual({ 200: 20, 429: 80 });
    const told = answers.filter(({ status }) => status === 200).map(({ body }) => body);
    expect(new Set(told.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(told[0]).toMatchObject({ outcome: 'notOurs', reason: 'notFound' });
    for (const { status, headers } of answers) {
      if (status === 429) expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(spent).toBeLessThan(20 * 10 + 100 * 2);
  });
});

describe('S21: a script that hammers the authenticity page', () => {
  test('locks nobody out: other addresses are answered, and members behind the same one earn', async () => {
    const from = { socket: '198.51.100.3' };
    const { cookie } = await aScanner();
    // More wrong codes than lock an address that scans.
    for (let minute = 0; minute < 11; minute += 1) {
      await Promise.all(guesses(20).map((text) => check(from, text)));
      server.clock.advanceMs(60_000);
    }
    await Promise.all(guesses(30).map((text) => check(from, text)));
    const [refused, other, claimed] = await Promise.all([
      check(from, aCode()),
      check({ socket: '198.51.100.4' }, aCode()),
      scan({ ...from, cookie }, aCode()),
    ]);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect(other).toMatchObject({ status: 200, body: { outcome: 'genuine' } });
    expect(claimed.body).toMatchObject({ outcome: 'awarded' });
  });

  test('its browser alone is locked, and says so to the same browser only', async () => {
    const mark = `mashang_device=${randomBytes(16).toString('base64url')}`;
    const outcomes: string[] = [];
    // Wrong codes are counted behind the answers: a few more than the limit may be heard.
    for (const text of guesses(200)) {
      const socket = `203.0.113.${outcomes.length + 1}`;
      outcomes.push((await check({ socket, cookie: mark }, text)).body.outcome);
      if (outcomes.at(-1) === 'lockedOut') break;
    }
    expect(countBy(outcomes, String)['notOurs']).toBeGreaterThanOrEqual(60);
    expect(outcomes.at(-1)).toBe('lockedOut');
    const elsewhere = { socket: '203.0.113.254' };
    const locked = await check({ ...elsewhere, cookie: mark }, aCode());
    expect(locked.body.outcome).toBe('lockedOut');
    expect((await check(elsewhere, aCode())).body.outcome).toBe('genuine');
  });
});

describe('S19: the address a caller makes up', () => {
  const newestLine = async () => {
    await server.scanLog.flush();
    return server.database.db
      .selectFrom('scanLog')
      .select(['network', 'province'])
      .orderBy('scanId', 'desc')
      .executeTakeFirstOrThrow();
  };
  /** Each with another address in front. */
  const madeUp = (end: string) => (_check: unknown, index: number) =>
    `114.114.${index}.1, ${jiangsu}${end}`;

  test('counts for nothing without a trusted proxy: limits and province see the socket', async () => {
    const socket = '198.51.100.5';
    const answers = await Promise.all(
      Array.from({ length: 25 }, madeUp('')).map((forwardedFor) =>
        check({ socket, forwardedFor }, aCode()),
      ),
    );
    expect(countBy(answers, ({ status }) => status)).toEqual({ 200: 20, 429: 5 });
    expect(await newestLine()).toEqual({ network: '198.51.100.0/24', province: null });
  });

  test.each([
    ['one proxy', '', '114.114.114.0/24', '320000'],
    ['two proxies of ours in a row', ', 10.0.0.9', '114.114.114.0/24', '320000'],
    ['an address from abroad', ', 8.8.8.8', '8.8.8.0/24', null],
  ])('behind %s the last one before ours counts', async (_name, end, network, province) => {
    server.clock.advanceMs(86_400_000);
    const answers = await Promise.all(
      Array.from({ length: 25 }, madeUp(end)).map((forwardedFor) =>
        check({ socket: proxy, forwardedFor }, aCode()),
      ),
    );
    expect(countBy(answers, ({ status }) => status)).toEqual({ 200: 20, 429: 5 });
    expect(await newestLine()).toEqual({ network, province });
  });

  test.each(['not an address', '1.2.3.4:5678', "'; drop table claim;--", 'é'.repeat(20)])(
    'is no error when a proxy passes on %j',
    async (forwardedFor) => {
      const { cookie } = await aScanner();
      const from = { socket: proxy, forwardedFor: encodeURI(forwardedFor) };
      expect((await check(from, aCode())).status).toBe(200);
      expect((await scan({ ...from, cookie }, aCode())).body.outcome).toBe('awarded');
      expect((await scan({ ...from, cookie }, guesses(1)[0] ?? '')).status).toBe(200);
      expect((await newestLine()).network).toBeNull();
    },
  );
});

describe('B9: a member on the blacklist', () => {
  test('is stopped within a second by every other process, and free again as fast', async () => {
    const hq = await aStaffBrowser(server);
    const { memberId } = await aScanner();
    const other = anotherProcess(server);
    const scanThere = () => other.scanDesk.awardPointsForScan(aScan(memberId, aCode()));
    expect((await scanThere()).outcome).toBe('awarded');
    const body = { kind: 'member', subject: String(memberId), reason: '猜码', expiresAt: null };
    const entry = okay(await hq.call('POST /api/hq/blacklist', { body }));
    server.clock.advanceMs(1_001);
    expect((await scanThere()).outcome).toBe('blocked');
    const { blacklistEntryId } = entry as ReplyOf<'POST /api/hq/blacklist'>;
    const lift = { params: { blacklistEntryId }, body: { reason: '弄错了' } };
    okay(await hq.call('POST /api/hq/blacklist/:blacklistEntryId/lift', lift));
    server.clock.advanceMs(1_001);
    expect((await scanThere()).outcome).toBe('awarded');
    await other.scanLog.stop();
  });
});
