import { expect, test } from 'vitest';
import { createGate, createGatePerKey } from './gate.ts';

test('S17: never more than allowed run at once, all that may wait get their turn', async () => {
  const pass = createGate({ concurrentMax: 2, waitingMax: 10 });
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running -= 1;
    return 'done';
  };
  const results = await Promise.allSettled(Array.from({ length: 15 }, () => pass(work)));
  expect(most).toBe(2);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(12);
  const refused = results.filter((one) => one.status === 'rejected');
  expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(
    Array.from({ length: 3 }, () => 'busy'),
  );
});

test('S17: work that fails gives its place to the next', async () => {
  const pass = createGate({ concurrentMax: 1, waitingMax: 10 });
  const failing = pass(async () => {
    throw new Error('no memory');
  });
  const next = pass(async () => 'done');
  await expect(failing).rejects.toThrow('no memory');
  expect(await next).toBe('done');
  expect(await pass(async () => 'done')).toBe('done');
});

test('S17: one key with all its places taken takes none of another', async () => {
  const pass = createGatePerKey<string>({ concurrentMax: 2 });
  let end = () => undefined as void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const slow = [pass('a', () => ended), pass('a', () => ended)];
  await expect(pass('a', async () => 'late')).rejects.toMatchObject({ code: 'busy' });
  expect(await pass('b', async () => 'done')).toBe('done');
  end();
  await Promise.all(slow);
  expect(await pass('a', async () => 'done')).toBe('done');
});
