import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBatch, aMember, aScan } from '../../../test/factories.ts';
import { freshServer, type TestServer } from '../../../test/harness.ts';
import type { Scan } from './scan-result.ts';

let server: TestServer;
beforeAll(async () => {
  server = await freshServer();
});
afterAll(() => server.close());

function scan(memberId: number, text: string, scanType: Scan['scanType'] = 'qrcode') {
  return server.scanDesk.awardPointsForScan(aScan(memberId, text, { scanType }));
}

describe('texts that are not codes', () => {
  test('each says what it is, and only a guess counts against the member', async () => {
    const memberId = await aMember(server);
    const texts: [string, Scan['scanType'], string][] = [
      ['ABC', 'typed', 'malformed'],
      ['0'.repeat(40), 'typed', 'malformed'],
      ['😀'.repeat(16), 'typed', 'malformed'],
      ['EAN_13,6901234567892', 'barcode', 'barcode'],
      ['https://example.com/C/0123456789ABCDEF', 'qrcode', 'otherSite'],
    ];
    for (const [text, scanType, reason] of texts) {
      expect(await scan(memberId, text, scanType)).toMatchObject({
        outcome: 'unknownCode',
        reason,
        wrongCodesLeft: 10,
      });
    }
    expect(await scan(memberId, '0123456789ABCDEF')).toMatchObject({
      reason: 'notFound',
      wrongCodesLeft: 9,
    });
  });

  test('a serial beyond the batch is unknown although it decrypts', async () => {
    const batch = await aBatch(server, { quantity: 10 });
    const memberId = await aMember(server);
    expect((await scan(memberId, batch.code(9))).outcome).toBe('awarded');
    expect((await scan(memberId, batch.code(10))).outcome).toBe('unknownCode');
  });

  test('texts that are no codes by their looks are counted too: a hundred end the day', async () => {
    const batch = await aBatch(server);
    const memberId = await aMember(server);
    const outcomes: string[] = [];
    for (let group = 0; group < 5; group += 1) {
      const guesses = [...Array(26).keys()].map((n) => `OLD-${group}-${n}`);
      const all = await Promise.all(guesses.map((text) => scan(memberId, text)));
      outcomes.push(...all.map(({ outcome }) => outcome));
    }
    expect(outcomes.filter((outcome) => outcome === 'unknownCode')).toHaveLength(100);
    expect((await scan(memberId, batch.code(1))).outcome).toBe('lockedOut');
  });

  test('a flood in several batches at once ends at the limit, to the one', async () => {
    const memberId = await aMember(server);
    const guesses = [...Array(400).keys()].map((n) => `FLOOD-${n}`);
    const all = await Promise.all(guesses.map((text) => scan(memberId, text)));
    expect(all.filter(({ outcome }) => outcome === 'unknownCode')).toHaveLength(100);
    expect(all.filter(({ outcome }) => outcome === 'lockedOut')).toHaveLength(300);
  });

  test('ten wrong codes in a row lock for half an hour, even sent at once; a right one then waits', async () => {
    const batch = await aBatch(server);
    const memberId = await aMember(server);
    const wrong = [...Array<undefined>(30).keys()].map((n) => String(n).padStart(16, '7'));
    const all = await Promise.all(wrong.map((text) => scan(memberId, text)));
    const outcomes = all.map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual([
      ...Array<string>(20).fill('lockedOut'),
      ...Array<string>(10).fill('unknownCode'),
    ]);
    expect((await scan(memberId, batch.code(1))).outcome).toBe('lockedOut');
    server.clock.advanceMs(31 * 60_000);
    expect((await scan(memberId, batch.code(1))).outcome).toBe('awarded');
  });

  test('a right code between wrong ones ends the row, and twenty wrong ones end the day', async () => {
    const batch = await aBatch(server);
    const memberId = await aMember(server);
    server.clock.set(new Date('2026-12-01T02:00:00Z'));
    for (let round = 0; round < 4; round += 1) {
      for (let n = 0; n < 5; n += 1) await scan(memberId, `${round}${n}`.padStart(16, '5'));
      if (round < 3) expect((await scan(memberId, batch.code(round))).outcome).toBe('awarded');
    }
    const locked = await scan(memberId, batch.code(50));
    // Until midnight in Beijing.
    expect(locked).toEqual({ outcome: 'lockedOut', until: new Date('2026-12-01T16:00:00Z') });
    server.clock.set(new Date('2026-12-01T16:00:01Z'));
    expect((await scan(memberId, batch.code(50))).outcome).toBe('awarded');
  });
});
