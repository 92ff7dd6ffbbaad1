import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCodeDesk } from './code-desk.test-support.ts';
import type { CodeDesk } from './code-desk.test-support.ts';

let desk: CodeDesk;
beforeAll(async () => {
  desk = await openCodeDesk();
});
afterAll(() => desk.close());

test('S18: a batch number no batch can have is refused, not an error of the database', async () => {
  for (const batchId of ['134217728', '9007199254740991', '1e10']) {
    for (const path of [`/api/hq/batches/${batchId}`, `/api/hq/batches/${batchId}/events`]) {
      expect([path, (await desk.ask('GET', path)).status]).toEqual([path, 400]);
    }
  }
  expect((await desk.ask('GET', '/api/hq/batches/134217727')).status).toBe(404);
});

test('S18: a forged cursor finds what it says, whatever its size', async () => {
  const { batchId } = await desk.aBatch();
  const cursor = Buffer.from(JSON.stringify({ behind: 2 ** 40 })).toString('base64url');
  const { status, body } = await desk.ask('GET', `/api/hq/batches?cursor=${cursor}`);
  expect([status, (body['rows'] as { batchId: number }[])[0]?.batchId]).toEqual([200, batchId]);
});
