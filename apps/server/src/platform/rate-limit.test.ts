import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness-database.ts';
import { Refusal } from './errors.ts';
import { countUse, forgetUses, isAtLimit, purgeRateLimits, type Limit } from './rate-limit.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ max: 20 });
});
afterAll(() => database.close());

const limit = (name: string): Limit => ({ name, windowSeconds: 60, max: 3 });
const at = (text: string) => new Date(`2026-11-22T08:${text}Z`);

async function refusalOf(work: Promise<void>): Promise<Refusal | null> {
  return work.then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refusal) return error;
      throw error;
    },
  );
}

test('S19: of fifty uses at once exactly as many as allowed pass', async () => {
  const uses = Array.from({ length: 50 }, () =>
    refusalOf(countUse(database.db, limit('at-once'), 'a', at('00:00'))),
  );
  const refusals = (await Promise.all(uses)).filter((refusal) => refusal !== null);
  expect(refusals).toHaveLength(47);
});

test('S19: the refusal is 429 and says how long to wait, at least a second', async () => {
  const rule = limit('wait');
  for (let n = 0; n < 3; n += 1) await countUse(database.db, rule, 'a', at('00:10'));
  const refusal = await refusalOf(countUse(database.db, rule, 'a', at('00:15')));
  expect(refusal).toMatchObject({ code: 'too_many_requests', status: 429, retryAfterSeconds: 45 });
  const last = await refusalOf(countUse(database.db, rule, 'a', at('00:59.999')));
  expect(last?.retryAfterSeconds).toBe(1);
});

test('S19: the next window starts anew, another subject and another rule count apart', async () => {
  const rule = limit('apart');
  for (let n = 0; n < 3; n += 1) await countUse(database.db, rule, 'a', at('00:00'));
  expect(await isAtLimit(database.db, rule, 'a', at('00:59'))).toBe(true);
  expect(await isAtLimit(database.db, rule, 'a', at('01:00'))).toBe(false);
  expect(await isAtLimit(database.db, rule, 'b', at('00:59'))).toBe(false);
  expect(await isAtLimit(database.db, limit('apart2'), 'a', at('00:59'))).toBe(false);
  await countUse(database.db, rule, 'a', at('01:00'));
});

test('S19: uses can be forgotten, and old windows are purged, newer ones not', async () => {
  const rule = limit('forget');
  for (let n = 0; n < 3; n += 1) await countUse(database.db, rule, 'a', at('00:00'));
  await forgetUses(database.db, rule, 'a');
  expect(await isAtLimit(database.db, rule, 'a', at('00:01'))).toBe(false);
  await countUse(database.db, rule, 'old', at('00:00'));
  await countUse(database.db, rule, 'new', at('05:00'));
  await purgeRateLimits(database.db, at('05:00'));
  const { rows } = await sql<{ windowStart: Date }>`
    select window_start from rate_limit where bucket like 'forget:%'`.execute(database.db);
  expect(rows).toEqual([{ windowStart: at('05:00') }]);
});

test('S19: whoever is counted is not readable in the table', async () => {
  await countUse(database.db, limit('hidden'), '15400000001', at('00:00'));
  const { rows } = await sql<{ text: string }>`
    select rate_limit::text as text from rate_limit`.execute(database.db);
  expect(rows.map(({ text }) => text).join()).not.toContain('15400000001');
});
