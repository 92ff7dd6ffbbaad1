import type { BatchCounts } from '@mashang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCodeDesk, type CodeDesk } from './code-desk.test-support.ts';
import { codeIdOf } from './code-id.ts';

let desk: CodeDesk;
beforeAll(async () => {
  desk = await openCodeDesk();
});
afterAll(() => desk.close());

test('B5: the counts of a batch say where its codes are in their life, and what scans met', async () => {
  const { batchId } = await desk.aBatch({ quantity: 100 });
  const url = `/api/hq/batches/${batchId}`;
  const activatesAt = new Date(desk.clock.now().getTime() + 60_000).toISOString();
  await desk.ask('POST', `${url}/activation`, { firstSerial: 0, lastSerial: 9 });
  await desk.ask('POST', `${url}/activation`, { firstSerial: 10, lastSerial: 29, activatesAt });
  await desk.ask('POST', `${url}/freeze`, { firstSerial: 5, lastSerial: 9, reason: '核对' });
  await desk.db
    .insertInto('batchScanCount')
    .values([
      { batchId, outcome: 'notActivated', scans: 3 },
      { batchId, outcome: 'checked', scans: 8 },
    ])
    .execute();
  await desk.db
    .insertInto('scannedCode')
    .values({
      codeId: Number(codeIdOf(batchId, 50)),
      scans: 11,
      people: 1,
      provinces: [],
      firstScannedAt: desk.clock.now(),
      lastScannedAt: desk.clock.now(),
    })
    .execute();
  const { status, body } = await desk.ask('GET', `${url}/counts`);
  expect([status, body as unknown as BatchCounts]).toEqual([
    200,
    {
      serialsByState: [
        { state: 'minted', serials: 70 },
        { state: 'scheduled', serials: 20 },
        { state: 'activated', serials: 5 },
        { state: 'frozen', serials: 5 },
      ],
      claimed: 0,
      codesScanned: 1,
      scansByOutcome: [
        { outcome: 'checked', scans: 8 },
        { outcome: 'notActivated', scans: 3 },
      ],
    },
  ]);
  desk.clock.advanceMs(60_000);
  const later = await desk.ask('GET', `${url}/counts`);
  expect((later.body as unknown as BatchCounts).serialsByState).toContainEqual({
    state: 'activated',
    serials: 25,
  });
  expect(await desk.ask('GET', '/api/hq/batches/999999/counts')).toMatchObject({
    status: 404,
    body: { code: 'batch_not_found' },
  });
});
