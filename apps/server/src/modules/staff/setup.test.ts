import { expect, test } from 'vitest';
import { ensureSetupLink } from './index.ts';
import { goodPassword, useStaffBench } from './staff-bench.ts';

const bench = useStaffBench({ secureCookies: true });

const newLink = async () => (await ensureSetupLink(bench.database.db, bench.clock)) ?? '';

function useLink(setupToken: string, loginName = 'admin', password = goodPassword) {
  return bench.call('POST /api/hq/setup', { setupToken, loginName, password });
}

test('S17: the link makes the first administrator and signs them in', async () => {
  expect((await bench.call('GET /api/hq/setup')).body).toEqual({ needed: true });
  const answer = await useLink(await newLink());
  expect(answer).toMatchObject({ status: 200, body: { staff: { loginName: 'admin' } } });
  expect((await bench.call('GET /api/hq/setup')).body).toEqual({ needed: false });
  const session = await bench.call('GET /api/hq/session', undefined, { token: answer.token ?? '' });
  expect(session.body).toEqual(answer.body);
});

test('S17: the session cookie goes to head office only, never to scripts or other sites', async () => {
  const { setCookie, token } = await useLink(await newLink());
  expect(setCookie).toMatch(
    /^mashang_staff=[\w-]{43}; Path=\/api\/hq; Expires=.+; HttpOnly; Secure; SameSite=Strict$/,
  );
  const stored = await bench.rows('select s::text from staff_session s');
  expect(JSON.stringify(stored)).not.toContain(token);
});

test('S17: fifty uses of one link at once make one account', async () => {
  const setupToken = await newLink();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => useLink(setupToken, `admin${index}`)),
  );
  const codes = answers.map(({ status, body }) => (status === 200 ? 'done' : body['code']));
  expect(codes.filter((code) => code === 'done')).toHaveLength(1);
  expect(codes.filter((code) => code === 'setup_already_done')).toHaveLength(49);
  expect(await bench.rows('select from staff')).toHaveLength(1);
});

test('S17: a wrong, empty or hostile token is setup_link_invalid', async () => {
  await newLink();
  for (const token of ['', 'x', 'A'.repeat(43), '\u0000', "' or true --", '😀']) {
    expect(await useLink(token)).toMatchObject({
      status: 403,
      body: { code: 'setup_link_invalid' },
    });
  }
  expect(await bench.rows('select from staff')).toEqual([]);
});

test('S17: a restart makes a new link and voids the old one', async () => {
  const former = await newLink();
  const current = await newLink();
  expect(await useLink(former)).toMatchObject({ body: { code: 'setup_link_invalid' } });
  expect(await useLink(current)).toMatchObject({ status: 200 });
});

test('S17: once an administrator exists there is no link any more', async () => {
  const setupToken = await newLink();
  await useLink(setupToken);
  expect(await ensureSetupLink(bench.database.db, bench.clock)).toBeNull();
  expect(await useLink(setupToken)).toMatchObject({
    status: 409,
    body: { code: 'setup_already_done' },
  });
});

test('S17: a refused name or password leaves the link usable', async () => {
  const setupToken = await newLink();
  for (const name of ['a\u0000b', '\u202enimda', 'two words', '😀😀', '  ', 'a;b']) {
    expect(await useLink(setupToken, name)).toMatchObject({ body: { code: 'bad_request' } });
  }
  expect(await useLink(setupToken, 'n'.repeat(41))).toMatchObject({ status: 400 });
  expect(await useLink(setupToken, 'admin', 'short')).toMatchObject({
    body: { code: 'password_too_weak', details: { rule: 'tooShort' } },
  });
  expect(await useLink(setupToken, ' 管理员 ')).toMatchObject({
    status: 200,
    body: { staff: { loginName: '管理员' } },
  });
});

test('S17: an address gets fifty tries at the link in fifteen minutes', async () => {
  for (let count = 0; count < 50; count += 1) await useLink('wrong');
  expect(await useLink(await newLink())).toMatchObject({
    status: 429,
    body: { code: 'too_many_requests' },
  });
});

test('B15: the audit line of the set-up holds neither link nor password', async () => {
  const setupToken = await newLink();
  await useLink(setupToken);
  const [line] = await bench.rows('select operation, a::text from audit_log a');
  expect(line?.['operation']).toBe('POST /api/hq/setup');
  expect(line?.['a']).not.toContain(setupToken);
  expect(line?.['a']).not.toContain(goodPassword);
});
