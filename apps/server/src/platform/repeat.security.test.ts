import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { repeat } from './repeat.ts';

test('B4: work that hangs is not begun again on top of itself, and goes on after an error', async () => {
  const errors: unknown[] = [];
  let begun = 0;
  const hanging = Promise.withResolvers<void>();
  const work = async () => {
    begun += 1;
    await hanging.promise;
    throw new Error('away');
  };
  const stop = repeat({ work, everyMs: 5, onError: (error) => errors.push(error) });
  await sleep(60);
  expect([begun, errors.length]).toEqual([1, 0]);
  hanging.resolve();
  await expect.poll(() => errors.length).toBeGreaterThan(1);
  stop();
});
