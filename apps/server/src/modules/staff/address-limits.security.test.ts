import { beforeEach, expect, test } from 'vitest';
import { goodPassword, useStaffBench } from './staff-bench.ts';

const bench = useStaffBench();
beforeEach(async () => {
  await bench.setUp('admin');
});

/** Another address of the same /64 each time, as every IPv6 household has 2^64 of them. */
const addressOf = (index: number) => `2001:db8:1:2::${(index + 1).toString(16)}`;

test('S17: changing addresses inside one IPv6 network does not lift the limit of sign-ins', async () => {
  for (let count = 0; count < 50; count += 1) {
    const { status } = await bench.signIn(`name${count}`, 'wrong', addressOf(count));
    expect(status).toBe(401);
  }
  expect(await bench.signIn('admin', goodPassword, addressOf(50))).toMatchObject({
    status: 429,
    body: { code: 'login_locked' },
  });
  expect((await bench.signIn('admin', goodPassword, '2001:db8:1:3::1')).status).toBe(200);
});

test('S17: nor the limit of guesses at the set-up link', async () => {
  const guess = { setupToken: 'x', loginName: 'thief', password: goodPassword };
  let last = 0;
  for (let count = 0; count <= 50; count += 1) {
    const options = { address: addressOf(count) };
    last = (await bench.call('POST /api/hq/setup', guess, options)).status;
  }
  expect(last).toBe(429);
});
