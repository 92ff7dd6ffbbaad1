import { beforeEach, expect, test } from 'vitest';
import { goodPassword, useStaffBench } from './staff-bench.ts';

const bench = useStaffBench({ secureCookies: true });
let admin: string;
beforeEach(async () => {
  admin = (await bench.setUp('admin')).token ?? '';
});

async function invite(loginName: string, role = 'operator', displayName = '') {
  const body = { loginName, displayName, role };
  const answer = await bench.call('POST /api/hq/staff', body, { token: admin });
  const link = String(answer.body['link']);
  const staff = answer.body['staff'] as { staffId: number; displayName: string };
  return { ...answer, ...staff, token: link.split('#token=')[1] ?? '' };
}

const accept = (invitationToken: string, address = '10.0.0.1', password = goodPassword) =>
  bench.call('POST /api/hq/invitations', { invitationToken, password }, { address });

test('B15: unknown, empty, hostile, expired, replaced and closed invitations get one answer', async () => {
  const expired = await invite('expired');
  bench.wait(72 * 60 * 60);
  admin = (await bench.signIn('admin', goodPassword)).token ?? '';
  const closed = await invite('closed');
  await bench.rows('update staff set disabled_at = now() where staff_id = $1', [closed.staffId]);
  const replaced = await invite('replaced');
  const line = `POST /api/hq/staff/${replaced.staffId}/invite`;
  expect(await bench.call(line, {}, { token: admin })).toMatchObject({ status: 200 });
  const tokens = [expired.token, closed.token, replaced.token];
  for (const token of [...tokens, '', 'x', 'A'.repeat(43), '\u0000', "' or true --", '\ud800']) {
    // Too weak a password must not tell a living link from a dead one.
    for (const password of [goodPassword, 'short']) {
      const { status, body, setCookie } = await accept(token, '10.0.0.1', password);
      expect([status, body['code'], body['message'], setCookie]).toEqual([
        403,
        'invitation_invalid',
        '邀请链接无效或已过期，请让管理员重新发送',
        undefined,
      ]);
    }
  }
});

test('B15: an invitation lives 72 hours to the second', async () => {
  const { token } = await invite('lina');
  bench.wait(72 * 60 * 60 - 1);
  expect(await accept(token)).toMatchObject({ status: 200 });
});

test('B15: a network gets fifty tries at invitations in fifteen minutes', async () => {
  const { token } = await invite('lina');
  for (let count = 0; count < 50; count += 1) {
    expect(await accept('wrong', `2001:db8:1:2::${count + 1}`)).toMatchObject({ status: 403 });
  }
  expect(await accept(token, '2001:db8:1:2::ff')).toMatchObject({
    status: 429,
    body: { code: 'too_many_requests' },
  });
  expect(await accept(token, '2001:db8:1:3::1')).toMatchObject({ status: 200 });
});

test('B15: neither table nor audit holds the link, its token or the password', async () => {
  const { token } = await invite('lina');
  await accept(token);
  const stored = JSON.stringify([
    await bench.rows('select s::text from staff s'),
    await bench.rows('select s::text from staff_session s'),
    await bench.rows('select a::text from audit_log a'),
  ]);
  expect(stored).toContain('lina');
  for (const secret of [token, goodPassword]) expect(stored).not.toContain(secret);
});

test('B15: who accepts an invitation on a signed-in browser leaves the former session', async () => {
  const { token } = await invite('lina');
  const body = { invitationToken: token, password: goodPassword };
  const answer = await bench.call('POST /api/hq/invitations', body, { token: admin });
  expect(answer.setCookie).toMatch(/^mashang_staff=[\w-]{43}; Path=\/api\/hq;.*Secure/);
  const session = await bench.call('GET /api/hq/session', undefined, { token: admin });
  expect(session.body['staff']).toBeNull();
});

test('B15: an operator sees and changes no account, and reads no audit', async () => {
  const { token, staffId } = await invite('lina');
  const operator = (await accept(token)).token ?? '';
  const account = { loginName: 'mole', displayName: '', role: 'administrator' };
  const attempts: [string, object?][] = [
    ['GET /api/hq/staff'],
    ['GET /api/hq/staff/export?format=csv'],
    ['POST /api/hq/staff', account],
    [`PUT /api/hq/staff/${staffId}`, { displayName: '', role: 'administrator' }],
    [`POST /api/hq/staff/${staffId}/disable`, { disabled: false }],
    [`POST /api/hq/staff/${staffId}/invite`, {}],
    ['GET /api/hq/audit-log'],
    ['GET /api/hq/audit-log/export?format=csv'],
  ];
  const before = await bench.rows('select from audit_log');
  for (const [line, body] of attempts) {
    expect(await bench.call(line, body, { token: operator })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await bench.call(line, body)).toMatchObject({ status: 401 });
  }
  expect(await bench.rows('select from audit_log')).toHaveLength(before.length);
});

test.each([
  ['a\u0000b', 'ab'],
  ['\u202eanimda', 'animda'],
  ['\ud800x', '\ufffdx'],
  ['👩‍🍳 厨师', '👩‍🍳 厨师'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  [' \u200b ', ''],
])('B15: the display name %j is kept as %j', async (given, kept) => {
  expect(await invite('lina', 'operator', given)).toMatchObject({
    status: 200,
    displayName: kept,
  });
});

test.each(['a\u0000b', '\u202enimda', 'two words', '😀😀', '<b>', 'x'])(
  'B15: the login name %j makes no account',
  async (name) => {
    expect(await invite(name)).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    expect(await bench.rows('select from staff')).toHaveLength(1);
  },
);

test.each([
  ['POST /api/hq/staff', { loginName: 'lina', displayName: '', role: 'root' }],
  ['POST /api/hq/staff', { loginName: 'lina', displayName: 'x'.repeat(41), role: 'operator' }],
  ['PUT /api/hq/staff/1', { displayName: '', role: 'operator', passwordHash: 'x' }],
  ['POST /api/hq/staff/0/disable', { disabled: true }],
  ['POST /api/hq/staff/1/disable', { disabled: 'true' }],
])('B15: the forged write %s %j is refused', async (line, body) => {
  expect(await bench.call(line, body, { token: admin })).toMatchObject({ status: 400 });
});
