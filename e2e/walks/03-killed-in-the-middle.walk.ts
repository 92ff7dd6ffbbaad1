import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { openOffice, signUpMember, type OfficeClient } from '../support/office-client.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';

interface Outcome {
  outcome: string;
  points: number;
}

let product: RunningProduct;
let office: OfficeClient;
let member: ApiClient;
let codes: string[] = [];
let nextCode = 0;
/** What the member was told, by code: the promise that must be kept. */
const acknowledged = new Map<string, string>();
const unexpected: string[] = [];

beforeAll(async () => {
  product = await startProduct();
  office = await openOffice(product);
  codes = await office.makeCodes({ name: '酱油', points: 10, quantity: 5_000 });
  member = await signUpMember(product, '15400000009');
  // Eight thumbs earn more in a minute than head office lets a consumer earn in a day.
  await office.post('/api/hq/members/1/allowance', {
    dailyClaimsMax: 100_000,
    reason: '压力测试',
    expiresAt: null,
  });
});
afterAll(async () => {
  await product?.stop();
});

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

/** A member whose scans are all refused must fail the walk, not hang it. */
async function untilAcknowledged(count: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (acknowledged.size < count) {
    if (Date.now() > deadline) throw new Error(`only ${acknowledged.size} scans were answered`);
    await sleep(20);
  }
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
  await untilAcknowledged(150);
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
  await untilAcknowledged(before + 100);
  const settings = path.join(product.dataDir, 'postgres', 'postmaster.pid');
  process.kill(Number(readFileSync(settings, 'utf8').split('\n')[0]), 'SIGKILL');
  await sleep(1_000);
  stopped = true;
  await scanning;
  await untilReady();
  await expectEveryPromiseKept();
});
