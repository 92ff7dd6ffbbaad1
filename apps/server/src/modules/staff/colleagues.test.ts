import type { StaffAccount } from '@mashang/contract';
import { beforeEach, expect, test } from 'vitest';
import { readStaffNames } from './index.ts';
import { goodPassword, useStaffBench } from './staff-bench.ts';

const bench = useStaffBench();
const otherPassword = '雨天也喝茶 2027';
let admin: string;
beforeEach(async () => {
  admin = (await bench.setUp('admin')).token ?? '';
});

interface Invited {
  staff: StaffAccount;
  link: string;
  expiresAt: string;
  token: string;
}

async function invite(loginName: string, role = 'operator', displayName = ''): Promise<Invited> {
  const body = { loginName, displayName, role };
  const answer = await bench.call('POST /api/hq/staff', body, { token: admin });
  expect(answer.status).toBe(200);
  return withToken(answer.body);
}

function withToken(body: Record<string, unknown>): Invited {
  const link = String(body['link']);
  return { ...(body as unknown as Invited), token: link.split('#token=')[1] ?? '' };
}

const accept = (invitationToken: string, password = goodPassword) =>
  bench.call('POST /api/hq/invitations', { invitationToken, password });

/** An account that works, and its session. */
async function aColleague(loginName: string, role = 'operator') {
  const { staff, token } = await invite(loginName, role);
  const answer = await accept(token);
  expect(answer.status).toBe(200);
  return { staffId: staff.staffId, token: answer.token ?? '' };
}

const whoAmI = async (token: string) =>
  (await bench.call('GET /api/hq/session', undefined, { token })).body['staff'];

const change = (token: string, staffId: number, role: string, displayName = '') =>
  bench.call(`PUT /api/hq/staff/${staffId}`, { displayName, role }, { token });

const disable = (token: string, staffId: number, disabled = true) =>
  bench.call(`POST /api/hq/staff/${staffId}/disable`, { disabled }, { token });

const renew = (token: string, staffId: number) =>
  bench.call(`POST /api/hq/staff/${staffId}/invite`, {}, { token });

test('B15: an invited colleague chooses a password by the link and is signed in, once', async () => {
  const { staff, link, expiresAt, token } = await invite(' 李娜 ', 'operator', '李娜 🍜');
  expect(staff).toMatchObject({ loginName: '李娜', displayName: '李娜 🍜', state: 'invited' });
  expect(link).toMatch(/^https:\/\/points\.example\.cn\/hq\/invitation#token=[\w-]{43}$/);
  expect(Date.parse(expiresAt) - bench.time.getTime()).toBe(72 * 60 * 60 * 1000);
  const answer = await accept(token);
  expect(answer.body).toEqual({
    staff: { staffId: staff.staffId, loginName: '李娜', displayName: '李娜 🍜', role: 'operator' },
  });
  expect(await whoAmI(answer.token ?? '')).toEqual(answer.body['staff']);
  expect(await bench.signIn('李娜', goodPassword)).toMatchObject({ status: 200 });
  expect(await accept(token, otherPassword)).toMatchObject({
    status: 403,
    body: { code: 'invitation_invalid' },
  });
});

test('B15: of fifty uses of one invitation at once exactly one counts', async () => {
  const { token } = await invite('lina');
  const answers = await Promise.all(Array.from({ length: 50 }, () => accept(token)));
  const codes = answers.map(({ status, body }) => (status === 200 ? 'done' : body['code']));
  expect(codes.filter((code) => code === 'done')).toHaveLength(1);
  expect(codes.filter((code) => code === 'invitation_invalid')).toHaveLength(49);
});

test('B15: a weak password leaves the invitation usable', async () => {
  const { token } = await invite('lina');
  for (const password of ['short', 'lina lina lina', '1234567890']) {
    expect(await accept(token, password)).toMatchObject({ body: { code: 'password_too_weak' } });
  }
  expect(await accept(token)).toMatchObject({ status: 200 });
});

test('B15: of fifty invitations of one name at once, however capitalised, one makes an account', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => {
      const loginName = index % 2 === 0 ? 'LiNa' : 'ｌｉｎａ';
      const body = { loginName, displayName: '', role: 'operator' };
      return bench.call('POST /api/hq/staff', body, { token: admin });
    }),
  );
  const codes = answers.map(({ status, body }) => (status === 200 ? 'done' : body['code']));
  expect(codes.filter((code) => code === 'done')).toHaveLength(1);
  expect(codes.filter((code) => code === 'login_name_taken')).toHaveLength(49);
});

test('B15: a new link voids the old one, the password and every session', async () => {
  const lina = await aColleague('lina');
  const first = withToken((await renew(admin, lina.staffId)).body);
  expect(first.staff.state).toBe('invited');
  expect(await whoAmI(lina.token)).toBeNull();
  expect(await bench.signIn('lina', goodPassword)).toMatchObject({ status: 401 });
  const second = withToken((await renew(admin, lina.staffId)).body);
  expect(await accept(first.token)).toMatchObject({ body: { code: 'invitation_invalid' } });
  expect(await accept(second.token, otherPassword)).toMatchObject({ status: 200 });
  expect(await bench.signIn('lina', otherPassword)).toMatchObject({ status: 200 });
});

test('B15: a role counts from the next request on', async () => {
  const lina = await aColleague('lina');
  const list = () => bench.call('GET /api/hq/staff', undefined, { token: lina.token });
  expect(await list()).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect(await change(admin, lina.staffId, 'administrator', '李娜')).toMatchObject({
    status: 200,
    body: { role: 'administrator', displayName: '李娜', state: 'active' },
  });
  expect(await list()).toMatchObject({ status: 200 });
  await change(admin, lina.staffId, 'operator');
  expect(await list()).toMatchObject({ status: 403 });
});

test('B15: a closed account is out at once, and opened again has its password but no session', async () => {
  const lina = await aColleague('lina');
  expect(await disable(admin, lina.staffId)).toMatchObject({ body: { state: 'disabled' } });
  expect(await whoAmI(lina.token)).toBeNull();
  expect(await bench.call('POST /api/hq/session/end', {}, { token: lina.token })).toMatchObject({
    status: 401,
    body: { code: 'not_signed_in' },
  });
  expect(await bench.signIn('lina', goodPassword)).toMatchObject({ status: 401 });
  expect(await renew(admin, lina.staffId)).toMatchObject({ body: { code: 'changed_meanwhile' } });
  expect(await disable(admin, lina.staffId, false)).toMatchObject({ body: { state: 'active' } });
  expect(await whoAmI(lina.token)).toBeNull();
  expect(await bench.signIn('lina', goodPassword)).toMatchObject({ status: 200 });
});

test('B15: closing an account takes its open invitation along', async () => {
  const { staff, token } = await invite('lina');
  await disable(admin, staff.staffId);
  expect(await accept(token)).toMatchObject({ body: { code: 'invitation_invalid' } });
  expect(await disable(admin, staff.staffId, false)).toMatchObject({ body: { state: 'invited' } });
  expect(await accept(token)).toMatchObject({ body: { code: 'invitation_invalid' } });
});

test('B15: the last active administrator is neither closed, demoted nor locked out', async () => {
  const { staffId } = (await whoAmI(admin)) as { staffId: number };
  // An invited one and a closed one let nobody in.
  await invite('invited', 'administrator');
  const closed = await aColleague('closed', 'administrator');
  await disable(admin, closed.staffId);
  for (const attempt of [
    disable(admin, staffId),
    change(admin, staffId, 'operator'),
    renew(admin, staffId),
  ]) {
    expect(await attempt).toMatchObject({ status: 409, body: { code: 'last_administrator' } });
  }
  expect(await change(admin, staffId, 'administrator', '老板')).toMatchObject({ status: 200 });
  expect(await whoAmI(admin)).toMatchObject({ displayName: '老板' });
});

test('B15: an account that does not exist is told as such', async () => {
  for (const attempt of [
    disable(admin, 999_999_999),
    change(admin, 999_999_999, 'operator'),
    renew(admin, 999_999_999),
  ]) {
    expect(await attempt).toMatchObject({ status: 404, body: { code: 'staff_not_found' } });
  }
});

test('B15: the last sign-in is remembered, by invitation as by password', async () => {
  const lina = await aColleague('lina');
  const lastOf = async () => {
    const list = await bench.call('GET /api/hq/staff?search=lina', undefined, { token: admin });
    return (list.body['rows'] as StaffAccount[])[0]?.lastSignedInAt;
  };
  expect(await lastOf()).toBe(bench.time.toISOString());
  bench.wait(60);
  await bench.signIn('lina', 'wrong');
  expect(await lastOf()).not.toBe(bench.time.toISOString());
  await bench.signIn('lina', goodPassword);
  expect(await lastOf()).toBe(bench.time.toISOString());
  expect(lina.staffId).toBeGreaterThan(0);
});

test('S14: others know a colleague by display name, else by login name', async () => {
  const { staff: named } = await invite('lina', 'operator', '李娜');
  const { staff: plain } = await invite('wang', 'operator', ' \u202e\u0000 ');
  const names = await readStaffNames(bench.database.db, [named.staffId, plain.staffId, 999_999]);
  expect([...names.values()]).toEqual(['李娜', 'wang']);
});
