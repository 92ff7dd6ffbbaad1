import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/harness-database.ts';
import { addJob, migrateJobs, startJobs, type TaskHandlers } from './jobs.ts';

let database: TestDatabase;
let running: { stop: () => Promise<void> } | undefined;
beforeAll(async () => {
  database = await freshDatabase();
  await migrateJobs(database.url);
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(() => database.close());

const errors: string[] = [];
const log = { error: (_details: object, message: string) => void errors.push(message) };

async function start(importCodes: TaskHandlers['importCodes']) {
  const nothing = async () => undefined;
  const handlers: TaskHandlers = {
    importCodes,
    checkMemberImport: nothing,
    runMemberImport: nothing,
    sendNotice: nothing,
    sendLateReply: nothing,
    housekeeping: nothing,
  };
  running = await startJobs({ databaseUrl: database.url, handlers, log });
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not happen within 10 s');
    await sleep(20);
  }
}

const countWaiting = async () => {
  const { rows } = await sql<{ jobs: number }>`
    select count(*) as jobs from graphile_worker.jobs where task_identifier = 'importCodes'
  `.execute(database.db);
  return rows[0]?.jobs;
};

test('a job runs after the commit that added it, with its payload', async () => {
  const seen: number[] = [];
  await start(async ({ importId }) => void seen.push(importId));
  await database.db.transaction().execute(async (tx) => {
    await addJob(tx, 'importCodes', { importId: 7 });
    await sleep(100);
    expect(seen).toEqual([]);
  });
  await until(() => seen.length === 1);
  expect(seen).toEqual([7]);
});

test('a transaction that fails leaves no job', async () => {
  const failing = database.db.transaction().execute(async (tx) => {
    await addJob(tx, 'importCodes', { importId: 8 });
    throw new Error('changed its mind');
  });
  await expect(failing).rejects.toThrow('changed its mind');
  expect(await countWaiting()).toBe(0);
});

test('jobs of one key are one job, the last', async () => {
  for (const importId of [1, 2, 3]) {
    await database.db
      .transaction()
      .execute((tx) => addJob(tx, 'importCodes', { importId }, { key: 'only' }));
  }
  expect(await countWaiting()).toBe(1);
  const seen: number[] = [];
  await start(async ({ importId }) => void seen.push(importId));
  await until(() => seen.length > 0);
  expect(seen).toEqual([3]);
});

test('a job that fails is logged and tried again; stopping waits for one under way', async () => {
  let tries = 0;
  await start(async () => {
    tries += 1;
    throw new Error('not yet');
  });
  await database.db
    .transaction()
    .execute((tx) => addJob(tx, 'importCodes', { importId: 9 }, { key: 'fails' }));
  await until(() => tries === 1 && errors.length > 0);
  await running?.stop();
  expect(await countWaiting()).toBe(1);
  let isDone = false;
  await sql`update graphile_worker._private_jobs set run_at = now()`.execute(database.db);
  let isUnderWay = false;
  await start(async () => {
    isUnderWay = true;
    await sleep(300);
    isDone = true;
  });
  await until(() => isUnderWay);
  await running?.stop();
  running = undefined;
  expect([isDone, await countWaiting()]).toEqual([true, 0]);
});

test('S18: a job of a killed worker is run by the next start at once, not after hours', async () => {
  await database.db
    .transaction()
    .execute((tx) => addJob(tx, 'importCodes', { importId: 10 }, { key: 'orphan' }));
  // What kill -9 leaves behind: a job still marked as somebody's.
  await sql`update graphile_worker._private_jobs
    set locked_by = 'worker-of-the-dead', locked_at = now()`.execute(database.db);
  const seen: number[] = [];
  await start(async ({ importId }) => void seen.push(importId));
  await until(() => seen.length === 1);
  expect(seen).toEqual([10]);
});
