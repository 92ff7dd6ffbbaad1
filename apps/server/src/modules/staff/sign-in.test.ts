import { beforeEach, expect, test } from 'vitest';
import { purgeStaffSessions } from './index.ts';
import { createPasswords } from '../../platform/passwords/index.ts';
import { provePassword, signIn } from './sign-in.ts';
import { goodPassword, useStaffBench } from './staff-bench.ts';

const bench = useStaffBench();
beforeEach(async () => {
  await bench.setUp('Admin');
});

const whoAmI = async (token: string | undefined) =>
  (await bench.call('GET /api/hq/session', undefined, { token: token ?? '' })).body['staff'];

test('S17: name and password sign in, however the name is capitalised or typed', async () => {
  for (const name of ['Admin', 'admin', ' ADMIN ', 'ａｄｍｉｎ']) {
    const answer = await bench.signIn(name, goodPassword);
    expect(answer).toMatchObject({ status: 200, body: { staff: { loginName: 'Admin' } } });
    expect(await whoAmI(answer.token)).toMatchObject({ loginName: 'Admin' });
  }
});

test('S17: passwords are kept as argon2id above the minimum OWASP names', async () => {
  const [row] = await bench.rows('select password_hash from staff');
  expect(row?.['password_hash']).toMatch(/^\$argon2id\$v=19\$m=32768,t=2,p=1\$/);
});

test('S17: wrong password, unknown name and disabled account get one and the same answer', async () => {
  const wrong = await bench.signIn('admin', 'wrong password');
  const unknown = await bench.signIn('nobody', goodPassword);
  await bench.rows('update staff set disabled_at = now()');
  const disabled = await bench.signIn('admin', goodPassword);
  for (const { status, body, setCookie } of [wrong, unknown, disabled]) {
    expect([status, body['code'], body['message'], setCookie]).toEqual([
      401,
      'login_failed',
      '用户名或密码不对',
      undefined,
    ]);
  }
});

test('S17: an unknown name takes as long as a wrong password', async () => {
  const timeOf = async (name: string) => {
    const times: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const start = performance.now();
      await bench.signIn(name, 'wrong password');
      times.push(performance.now() - start);
    }
    return times.sort((left, right) => left - right)[2] ?? 0;
  };
  const ratio = (await timeOf('nobody')) / (await timeOf('admin'));
  expect(ratio).toBeGreaterThan(0.4);
  expect(ratio).toBeLessThan(2.5);
});

test('S17: after ten failures the name is locked, even for the right password, and says how long', async () => {
  bench.time = new Date('2026-11-22T04:00:30.000Z');
  for (let count = 0; count < 10; count += 1) {
    expect(await bench.signIn('admin', 'wrong', `10.0.1.${count}`)).toMatchObject({ status: 401 });
  }
  const locked = await bench.signIn('ADMIN', goodPassword);
  expect(locked).toMatchObject({
    status: 429,
    body: {
      code: 'login_locked',
      message: '登录失败次数太多，请 15 分钟后再试',
      details: { minutes: 15 },
    },
  });
  bench.wait(15 * 60);
  expect(await bench.signIn('admin', goodPassword)).toMatchObject({ status: 200 });
});

test('S17: fifty guesses at once get ten tries, not fifty', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => bench.signIn('admin', 'wrong', `10.0.1.${index}`)),
  );
  const codes = answers.map(({ body }) => body['code']);
  expect(codes.filter((code) => code === 'login_failed')).toHaveLength(10);
  expect(codes.filter((code) => code === 'login_locked')).toHaveLength(40);
});

test('S17: the right password gives the tries back', async () => {
  for (let round = 0; round < 3; round += 1) {
    for (let count = 0; count < 9; count += 1) await bench.signIn('admin', 'wrong');
    expect(await bench.signIn('admin', goodPassword)).toMatchObject({ status: 200 });
  }
});

test('S17: an address that fails with fifty names is locked, others are not', async () => {
  for (let count = 0; count < 50; count += 1) {
    expect(await bench.signIn(`name${count}`, 'wrong')).toMatchObject({ status: 401 });
  }
  expect(await bench.signIn('admin', goodPassword)).toMatchObject({
    status: 429,
    body: { code: 'login_locked' },
  });
  expect(await bench.signIn('admin', goodPassword, '10.0.0.2')).toMatchObject({ status: 200 });
});

test('S17: a session ends after twelve hours, busy or not', async () => {
  const { token } = await bench.signIn('admin', goodPassword);
  bench.wait(12 * 60 * 60 - 1);
  expect(await whoAmI(token)).not.toBeNull();
  bench.wait(1);
  expect(await whoAmI(token)).toBeNull();
  await bench.database.db
    .transaction()
    .execute((tx) => purgeStaffSessions(tx, new Date(bench.time.getTime() + 1)));
  expect(await bench.rows('select from staff_session')).toEqual([]);
});

test('S17: signing out ends the session on the server and clears the cookie', async () => {
  const { token = '' } = await bench.signIn('admin', goodPassword);
  const answer = await bench.call('POST /api/hq/session/end', {}, { token });
  expect(answer.setCookie).toMatch(/^mashang_staff=; Max-Age=0; Path=\/api\/hq;/);
  expect(await whoAmI(token)).toBeNull();
  expect(await bench.call('POST /api/hq/session/end', {}, { token })).toMatchObject({
    status: 401,
    body: { code: 'not_signed_in' },
  });
});

test('S17: signing in again replaces the session of this browser', async () => {
  const { token = '' } = await bench.signIn('admin', goodPassword);
  const body = { loginName: 'admin', password: goodPassword };
  const again = await bench.call('POST /api/hq/session', body, { token });
  expect(await whoAmI(token)).toBeNull();
  expect(await whoAmI(again.token)).not.toBeNull();
});

test('S17: a disabled account is signed out everywhere at once', async () => {
  const { token } = await bench.signIn('admin', goodPassword);
  await bench.rows('update staff set disabled_at = now()');
  expect(await whoAmI(token)).toBeNull();
});

test('S17: a sign-in whose password was changed or account disabled meanwhile starts no session', async () => {
  const { db } = bench.database;
  const passwords = createPasswords();
  const input = { loginName: 'admin', password: goodPassword, address: '10.0.0.1' };
  const proven = await provePassword(db, { clock: bench.clock, passwords }, input);
  const enter = () => db.transaction().execute((tx) => signIn(tx, proven, bench.time));
  await bench.rows('update staff set disabled_at = now()');
  await expect(enter()).rejects.toMatchObject({ code: 'login_failed' });
  await bench.rows(`update staff set disabled_at = null, password_hash = 'another'`);
  await expect(enter()).rejects.toMatchObject({ code: 'login_failed' });
});

test.each(['a\u0000b', "admin' --", '😀😀', '\u202eadmin', '\ud800\ud800'])(
  'S17: the hostile name %j is an unknown name',
  async (name) => {
    expect(await bench.signIn(name, goodPassword)).toMatchObject({
      status: 401,
      body: { code: 'login_failed' },
    });
  },
);

test('S17: a cookie that is no token of ours is nobody', async () => {
  for (const token of ['', 'x', 'A'.repeat(43), '\u0000'.repeat(43)]) {
    expect(await whoAmI(token)).toBeNull();
  }
});
