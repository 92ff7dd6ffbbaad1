import { afterEach, expect, test } from 'vitest';
import { startPlatform } from '../test/loopback-platform.ts';
import { callApi } from './api-call.ts';
import type { ApiRequest } from './api-call.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function call(answer: object | 'stall', large?: ApiRequest['large']) {
  const { url, close } = await startPlatform({ '/x': () => answer });
  closers.push(close);
  const settings = {
    ...{ apiUrl: url, fetch, timeoutMs: 10_000, backoffMs: 1, secrets: [] },
    ...{ log: () => undefined, onTrouble: () => undefined },
  };
  return callApi(settings, { method: 'GET', endpoint: '/x', ...(large && { large }) });
}

test('S20: an answer is read as far as its call allows, 1 MiB otherwise', async () => {
  const text = 'x'.repeat(2 ** 20);
  const timeoutMs = 10_000;
  await expect(call({ text })).rejects.toMatchObject({ errcode: 0 });
  expect(await call({ text }, { bytesMax: 2 ** 21, timeoutMs })).toEqual({ text });
  await expect(call({ text }, { bytesMax: 2 ** 20, timeoutMs })).rejects.toMatchObject({
    errcode: 0,
  });
});

test('S20: a large answer has its own time, and no more', async () => {
  const large = { bytesMax: 100, timeoutMs: 100 };
  await expect(call('stall', large)).rejects.toMatchObject({ errcode: 0, neverSent: false });
});
