import { expect, test } from 'vitest';
import { goodPassword, useStaffBench } from './staff-bench.ts';

const bench = useStaffBench();
const newPassword = '雨天也喝茶 2027';

function change(token: string | undefined, currentPassword: string, wanted = newPassword) {
  const body = { currentPassword, newPassword: wanted };
  return bench.call('POST /api/hq/password', body, { token: token ?? '' });
}

const isSignedIn = async (token: string | undefined) =>
  (await bench.call('GET /api/hq/session', undefined, { token: token ?? '' })).body['staff'] !==
  null;

test('S17: the new password counts from now on; other sessions end, this one stays', async () => {
  const { token } = await bench.setUp();
  const other = await bench.signIn('admin', goodPassword);
  expect(await change(token, goodPassword)).toMatchObject({ status: 200, body: {} });
  expect(await isSignedIn(token)).toBe(true);
  expect(await isSignedIn(other.token)).toBe(false);
  expect(await bench.signIn('admin', goodPassword)).toMatchObject({ status: 401 });
  expect(await bench.signIn('admin', newPassword)).toMatchObject({ status: 200 });
});

test('S17: the current password must be proven, ten tries in fifteen minutes', async () => {
  const { token } = await bench.setUp();
  for (let count = 0; count < 10; count += 1) {
    expect(await change(token, 'wrong')).toMatchObject({
      status: 403,
      body: { code: 'password_wrong' },
    });
  }
  expect(await change(token, goodPassword)).toMatchObject({
    status: 429,
    body: { code: 'too_many_requests' },
  });
});

test('S17: of two changes at once exactly one counts', async () => {
  const { token } = await bench.setUp();
  const wanted = ['第一个新密码 2027', '第二个新密码 2027'];
  const answers = await Promise.all(wanted.map((one) => change(token, goodPassword, one)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
});

test('S17: a weak new password is refused with the rule it breaks', async () => {
  const { token } = await bench.setUp();
  expect(await change(token, goodPassword, 'short')).toMatchObject({
    status: 400,
    body: { code: 'password_too_weak', message: '密码太短：至少 10 个字符' },
  });
  expect(await change(token, goodPassword, goodPassword)).toMatchObject({
    body: { code: 'password_too_weak', details: { rule: 'unchanged' } },
  });
  expect(await bench.signIn('admin', goodPassword)).toMatchObject({ status: 200 });
});

test('S17: nobody changes a password without a session', async () => {
  await bench.setUp();
  expect(await change(undefined, goodPassword)).toMatchObject({
    status: 401,
    body: { code: 'not_signed_in' },
  });
});

test('B15: the audit line holds neither password', async () => {
  const { token } = await bench.setUp();
  await change(token, goodPassword);
  const lines = await bench.rows('select operation, staff_id, a::text from audit_log a');
  expect(lines.at(-1)?.['operation']).toBe('POST /api/hq/password');
  expect(lines.at(-1)?.['staff_id']).not.toBeNull();
  expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${goodPassword}|${newPassword}`));
});
