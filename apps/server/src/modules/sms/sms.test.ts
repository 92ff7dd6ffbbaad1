import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SmsProviderError, smsLimits } from './index.ts';
import { useSmsBench } from './sms-bench.ts';

const bench = useSmsBench();

async function outcomesOf(work: Promise<unknown>[]): Promise<Record<string, number>> {
  const settled = await Promise.allSettled(work);
  const counts: Record<string, number> = {};
  for (const one of settled) {
    const name =
      one.status === 'fulfilled' ? 'done' : String((one.reason as { code?: string }).code);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

async function messageStates(): Promise<unknown[]> {
  const { rows } = await bench.database.pool.query<{ state: string; failure: string | null }>(
    'select state, failure from sms_message order by sms_message_id',
  );
  return rows;
}

describe('sending', () => {
  test('S19: a code is six digits, and the message row says it was sent', async () => {
    const code = await bench.send('15400000001');
    expect(code).toMatch(/^\d{6}$/);
    expect(bench.sent).toEqual([{ mobile: '15400000001', code, validMinutes: 5 }]);
    expect(await messageStates()).toEqual([{ state: 'sent', failure: null }]);
  });

  test('S19: the message row is committed before anything is sent', async () => {
    await bench.reserve('15400000001');
    expect(bench.sent).toEqual([]);
    expect(await messageStates()).toEqual([{ state: 'sending', failure: null }]);
  });

  test('S19: fifty concurrent requests for one number send exactly one SMS', async () => {
    const outcomes = await outcomesOf(Array.from({ length: 50 }, () => bench.send('15400000001')));
    expect(outcomes).toEqual({ done: 1, sms_too_soon: 49 });
    expect(bench.sent).toHaveLength(1);
  });

  test('S19: neither the number nor the code can be read from the tables', async () => {
    const code = await bench.send('15400000001');
    const { rows } = await bench.database.pool.query<{ text: string }>(
      'select c::text || m::text as text from sms_code c, sms_message m',
    );
    expect(rows[0]?.text).not.toContain('15400000001');
    expect(rows[0]?.text).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`));
  });

  test('S19: without a provider the request is refused, the remedy is bench.logged, nothing is written', async () => {
    const none = bench.makeSms(undefined);
    await expect(bench.reserve('15400000001', '10.0.0.1', none)).rejects.toMatchObject({
      code: 'sms_unavailable',
    });
    expect(JSON.stringify(bench.logged)).toContain('SMS_PROVIDER');
    expect(await messageStates()).toEqual([]);
  });
});

describe('limits', () => {
  test('S19: a number waits 60 seconds for its next message and is told how long', async () => {
    await bench.send('15400000001');
    bench.wait(20);
    await expect(bench.send('15400000001')).rejects.toMatchObject({
      code: 'sms_too_soon',
      details: { retryAfterSeconds: 40 },
    });
    bench.wait(40);
    await bench.send('15400000001');
    expect(bench.sent).toHaveLength(2);
  });

  test('S19: other numbers do not wait for it', async () => {
    await bench.send('15400000001');
    await bench.send('15400000002');
    expect(bench.sent).toHaveLength(2);
  });

  test('S19: a number gets ten messages on a Beijing day, the next at midnight', async () => {
    for (let count = 0; count < smsLimits.perNumberAndDayMax; count += 1) {
      await bench.send('15400000001', `10.0.1.${count}`);
      bench.wait(61);
    }
    await expect(bench.send('15400000001')).rejects.toMatchObject({
      code: 'sms_limit_reached',
      details: { limit: 'number' },
    });
    bench.time = new Date('2026-11-22T16:00:00.000Z');
    await bench.send('15400000001');
  });

  test('S19: an address gets thirty messages an hour, however many numbers, however many at once', async () => {
    const work = Array.from({ length: 40 }, (_, index) => bench.send(`154000001${10 + index}`));
    expect(await outcomesOf(work)).toEqual({ done: 30, sms_limit_reached: 10 });
    expect(bench.sent).toHaveLength(30);
    await bench.send('15400000200', '10.0.0.2');
    bench.wait(60 * 60 + 1);
    await bench.send('15400000201');
  });

  test('S19: one IPv6 household counts as one address', async () => {
    const work = Array.from({ length: 31 }, (_, index) =>
      bench.send(`154000001${10 + index}`, `2001:db8:1:2::${index.toString(16)}`),
    );
    expect(await outcomesOf(work)).toEqual({ done: 30, sms_limit_reached: 1 });
  });

  test('S19: the whole installation sends 300 messages a minute at most', async () => {
    const insert = `insert into sms_message (mobile_hash, mobile_last4, address, provider, state, created_at)
      select $1, '0000', '10.1.' || n, 'test carrier', 'sent', $2 from generate_series(1, 299) n`;
    await bench.database.pool.query(insert, [randomBytes(32), bench.time]);
    await bench.send('15400000001');
    await expect(bench.send('15400000002')).rejects.toMatchObject({
      details: { limit: 'everybody' },
    });
    bench.wait(60);
    await bench.send('15400000002');
  });

  test('S19: a clock set back by a day blocks no number', async () => {
    await bench.send('15400000001');
    bench.wait(-24 * 60 * 60);
    await bench.send('15400000001');
    expect(bench.sent).toHaveLength(2);
  });
});

describe('a provider that fails', () => {
  test('S19: gives sms_unavailable, and the number may ask again at once', async () => {
    bench.failure = new SmsProviderError('refused', 'no credit');
    await expect(bench.send('15400000001')).rejects.toMatchObject({ code: 'sms_unavailable' });
    bench.failure = undefined;
    await bench.send('15400000001');
    expect(await messageStates()).toEqual([
      { state: 'failed', failure: 'refused' },
      { state: 'sent', failure: null },
    ]);
  });

  test('S19: does not use up the day of a number, unless the message may have arrived', async () => {
    bench.failure = new SmsProviderError('refused', 'no credit');
    for (let count = 0; count < 12; count += 1) {
      await expect(bench.send('15400000001')).rejects.toMatchObject({ code: 'sms_unavailable' });
    }
    bench.failure = new SmsProviderError('unanswered', 'timeout');
    for (let count = 0; count < 10; count += 1) {
      await expect(bench.send('15400000001')).rejects.toMatchObject({ code: 'sms_unavailable' });
    }
    await expect(bench.send('15400000001')).rejects.toMatchObject({ code: 'sms_limit_reached' });
  });

  test('S19: the log names neither number nor code, even when the provider throws them', async () => {
    const reserved = await bench.reserve('15400000001');
    bench.failure = new Error(`cannot send ${reserved.code} to 15400000001`);
    await expect(bench.sms.deliverCode(reserved)).rejects.toMatchObject({
      code: 'sms_unavailable',
    });
    expect(bench.logged).toHaveLength(1);
    expect(JSON.stringify(bench.logged)).not.toContain('15400000001');
    expect(JSON.stringify(bench.logged)).not.toContain(reserved.code);
  });
});
