import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../support/api-client.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';

interface Outcome {
  outcome: string;
  points: number;
}

let product: RunningProduct;
let office: ApiClient;
let member: ApiClient;
let codes: string[] = [];
let nextCode = 0;
/** What the member was told, by code: the promise that must be kept. */
const acknowledged = new Map<string, string>();
const unexpected: string[] = [];

beforeAll(async () => {
  product = await startProduct();
  office = createApiClient(product.serverUrl);
  member = createApiClient(product.serverUrl);
  await setUp();
});
afterAll(async () => {
  await product?.stop();
});

/** An administrator, an activated batch with its print file, and a bound member. */
async function setUp(): Promise<void> {
  const setupToken = product.setupUrl.split('token=')[1];
  const account = { loginName: 'head-office', password: 'walk-through-2026!' };
  await office.post('/api/hq/setup', { setupToken, ...account });
  const { productId } = await office.post<{ productId: number }>('/api/hq/products', {
    name: '酱油',
    pointsPerCode: 10,
  });
  const batch = await office.post<{ batchId: number }>('/api/hq/batches', {
    productId,
    quantity: 5_000,
  });
  await office.post(`/api/hq/batches/${batch.batchId}/state`, { action: 'activate' });
  const file = await office.get<string>(`/api/hq/batches/${batch.batchId}/print-file`);
  codes = file.trimEnd().split('\n');
  const { policyVersion } = await member.get<{ policyVersion: string }>('/api/site');
  const mobile = '15400000009';
  await member.post('/api/sms-codes', { mobile, agreedPolicyVersion: policyVersion });
  const { sms } = await createApiClient(product.phoneUrl).get<{ sms: { text: string }[] }>(
    '/simulator/sms',
  );
  const smsCode = /\d{6}/.exec(sms.at(-1)?.text ?? '')?.[0];
  await member.post('/api/bindings', { mobile, smsCode });
}

/** Scans as fast as eight thumbs can until told to stop; failures are what a kill looks like. */
async function scanUntil(stopped: () => boolean): Promise<void> {
  const thumbs = Array.from({ length: 8 }, async () => {
    while (!stopped() && nextCode < codes.length) {
      const text = codes[nextCode++]!;
      const attemptId = randomUUID();
      try {
        const { outcome } = await member.post<Outcome>('/api/scans', { text, attemptId });
        if (outcome !== 'awarded') unexpected.push(outcome);
        else acknowledged.set(text, attemptId);
      } catch {
        // Refused (503) or cut off: nothing was promised.
        await sleep(50);
      }
    }
  });
  await Promise.all(thumbs);
}

async function expectEveryPromiseKept(): Promise<void> {
  expect(unexpected).toEqual([]);
  for (const [text, attemptId] of [...acknowledged].slice(-60)) {
    const again = await member.post<Outcome>('/api/scans', { text, attemptId });
    expect(again.outcome).toBe('awarded');
  }
  const { balance } = await member.get<{ balance: number }>('/api/me/points');
  // A claim may have committed without its answer arriving, never the other way round.
  expect(balance).toBeGreaterThanOrEqual(acknowledged.size * 10);
  expect(balance).toBeLessThanOrEqual(nextCode * 10);
}

async function untilReady(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const ready = await fetch(`${product.serverUrl}/readyz`).catch(() => undefined);
    if (ready?.ok) return;
    await sleep(150);
  }
  throw new Error('the server did not get ready again');
}

test('B2, B4: kill −9 of the server in the middle of scans loses no acknowledged point', async () => {
  let stopped = false;
  const scanning = scanUntil(() => stopped);
  while (acknowledged.size < 150) await sleep(20);
  await product.killServer();
  stopped = true;
  await scanning;
  await product.restartServer();
  await expectEveryPromiseKept();
});

test('B2, B4: kill −9 of postgres: the server brings it back and keeps every promise', async () => {
  const before = acknowledged.size;
  let stopped = false;
  const scanning = scanUntil(() => stopped);
  while (acknowledged.size < before + 100) await sleep(20);
  const settings = path.join(product.dataDir, 'postgres', 'postmaster.pid');
  process.kill(Number(readFileSync(settings, 'utf8').split('\n')[0]), 'SIGKILL');
  await sleep(1_000);
  stopped = true;
  await scanning;
  await untilReady();
  await expectEveryPromiseKept();
});
