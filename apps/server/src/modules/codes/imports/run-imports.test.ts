import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createGiveWay } from './give-way.ts';
import { codes, openImportDesk, testPublicUrl } from './import-desk.test-support.ts';
import type { ImportDesk } from './import-desk.test-support.ts';
import { createImportRunner } from './run-imports.ts';

// Starting a thread takes seconds when the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

let desk: ImportDesk;
beforeAll(async () => {
  desk = await openImportDesk();
});
afterAll(() => desk.close());

function aRunner(databaseUrl: string) {
  const { masterKey, dataDir, clock } = desk;
  const ownHosts = [testPublicUrl];
  return createImportRunner({
    ...{ databaseUrl, masterKey, ownHosts, dataDir, clock },
    scansWaiting: () => 0,
  });
}

test('S11: an import runs in a thread of its own; one that crashes is told, to be tried again', async () => {
  const { importId, batchId } = await desk.aWaiting(codes('THREAD', 300).join('\n'));
  const nowhere = new URL(desk.database.url);
  nowhere.pathname = '/there_is_no_such_database';
  await expect(aRunner(nowhere.href).run(importId)).rejects.toThrow('there_is_no_such_database');
  expect((await desk.getImport(importId)).state).toBe('waiting');
  await aRunner(desk.database.url).run(importId);
  const done = await desk.getImport(importId);
  expect(done).toMatchObject({ state: 'done', accepted: 300 });
  expect(await desk.scan('THREAD-7')).toMatchObject({ batchId, serial: 7 });
});

test('S11: a server that stops waits for the thread, and starts no other', async () => {
  const { importId } = await desk.aWaiting(codes('STOPPED', 300).join('\n'));
  const runner = aRunner(desk.database.url);
  const running = runner.run(importId);
  await runner.stop();
  await running;
  await runner.run(importId);
  await desk.run(importId);
  expect(await desk.getImport(importId)).toMatchObject({ state: 'done', accepted: 300 });
});

test('S11: beside scans an import rests for as many times as long as it works', async () => {
  let dutyPercent = 100;
  const giveWay = createGiveWay(() => dutyPercent);
  const startMs = performance.now();
  await giveWay();
  expect(performance.now() - startMs).toBeLessThan(20);
  dutyPercent = 20;
  await giveWay();
  await sleep(25);
  const restMs = performance.now();
  await giveWay();
  expect(performance.now() - restMs).toBeGreaterThan(95);
});
