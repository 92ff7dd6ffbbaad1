import { api } from '@mashang/contract';
import type { AuditLine } from '@mashang/contract';
import { parseCsv } from 'hucre/csv';
import { beforeEach, expect, test } from 'vitest';
import { goodPassword, useStaffBench } from './staff-bench.ts';

const bench = useStaffBench();
let admin: string;
beforeEach(async () => {
  admin = (await bench.setUp('admin')).token ?? '';
});

async function lines(query = ''): Promise<AuditLine[]> {
  const { status, body } = await bench.call(`GET /api/hq/audit-log?${query}`, undefined, {
    token: admin,
  });
  expect(status).toBe(200);
  return body['rows'] as AuditLine[];
}

async function invite(loginName: string, displayName = '') {
  const body = { loginName, displayName, role: 'operator' };
  const answer = await bench.call('POST /api/hq/staff', body, { token: admin });
  return { token: String(answer.body['link']).split('#token=')[1] ?? '' };
}

/** Lines as they would stand after years, `count` of them at one moment. */
async function fill(count: number, operation = 'POST /api/hq/gifts'): Promise<void> {
  await bench.rows(
    `insert into audit_log (staff_id, operation, input, request_id, address, created_at)
     select null, $2, '{}', 'r', '10.0.0.9', $1 from generate_series(1, $3::int)`,
    [new Date(bench.time.getTime() - 86_400_000), operation, count],
  );
}

test('B15: a line says who did what with what, when and from where', async () => {
  await invite('lina', '李娜');
  expect((await lines())[0]).toMatchObject({
    staffName: 'admin',
    operation: 'POST /api/hq/staff',
    summary: api['POST /api/hq/staff'].summary,
    address: '10.0.0.1',
    createdAt: bench.time.toISOString(),
  });
  expect(JSON.parse((await lines())[0]?.input ?? '')).toEqual({
    loginName: 'lina',
    displayName: '李娜',
    role: 'operator',
  });
});

test('B15: marks that turn or hide a text are shown in the log, not obeyed', async () => {
  const displayName = '李\u202e娜\u200b\u{e0041}';
  await invite('lina', displayName);
  const input = (await lines())[0]?.input ?? '';
  expect(input).toContain('李\\u202e娜\\u200b\\udb40\\udc41');
  expect(JSON.parse(input)).toMatchObject({ displayName });
});

test('B15: who signs in, sets up or accepts an invitation is named in the line of that', async () => {
  const { token } = await invite('lina', '李娜');
  await bench.call('POST /api/hq/invitations', { invitationToken: token, password: goodPassword });
  await bench.signIn('lina', goodPassword);
  const named = (await lines()).map(({ operation, staffName }) => [operation, staffName]);
  expect(named).toEqual([
    ['POST /api/hq/session', '李娜'],
    ['POST /api/hq/invitations', '李娜'],
    ['POST /api/hq/staff', 'admin'],
    ['POST /api/hq/setup', 'admin'],
  ]);
});

test('B15: a refused sign-in or invitation leaves no line: strangers cannot fill the log', async () => {
  const before = (await lines()).length;
  await bench.signIn('admin', 'wrong');
  await bench.call('POST /api/hq/invitations', { invitationToken: 'x', password: goodPassword });
  expect(await lines()).toHaveLength(before);
});

test('B15: lines are found by person, by part of the operation and by time', async () => {
  await fill(3);
  await fill(1, 'POST /api/hq/gone%_away');
  const { staffId } = (await lines('operation=setup'))[0]!;
  expect(await lines(`staffId=${staffId}`)).toHaveLength(1);
  expect(await lines('operation=GIFTS')).toHaveLength(3);
  // A whole line is that operation alone.
  await fill(1, 'POST /api/hq/gifts/:giftId/copy');
  expect(await lines('operation=GIFTS')).toHaveLength(4);
  expect(await lines('operation=POST%20/api/hq/gifts')).toHaveLength(3);
  expect(await lines('operation=%25')).toHaveLength(1);
  expect(await lines('operation=%00')).toHaveLength(6);
  const now = bench.time.toISOString();
  expect(await lines(`from=${now}`)).toHaveLength(1);
  expect(await lines(`to=${now}`)).toHaveLength(5);
  // An operation that is gone from the product stays in the log.
  expect((await lines('operation=gone'))[0]).toMatchObject({ summary: '', staffName: '' });
});

test('B15: pages join without gap or repeat, also among lines of one moment', async () => {
  await fill(9);
  const whole = (await lines()).map(({ auditId }) => auditId);
  const paged: number[] = [];
  for (let cursor = ''; ;) {
    const line = `GET /api/hq/audit-log?limit=2${cursor}`;
    const { body } = await bench.call(line, undefined, { token: admin });
    paged.push(...(body['rows'] as AuditLine[]).map(({ auditId }) => auditId));
    if (body['next'] === null) break;
    cursor = `&cursor=${body['next'] as string}`;
  }
  expect(whole).toHaveLength(10);
  expect(paged).toEqual(whole);
});

test('B15: the file holds every line of the filter, however many pages, and a line of its own', async () => {
  await fill(2_500);
  const file = await bench.download('/api/hq/audit-log/export?format=csv&operation=gifts', admin);
  const rows = parseCsv(file.body.slice(1)) as string[][];
  expect(rows).toHaveLength(2_501);
  expect(rows[1]?.slice(1, 7)).toEqual([
    '2026-11-21 12:00:00',
    '',
    'POST /api/hq/gifts',
    api['POST /api/hq/gifts'].summary,
    '{}',
    '10.0.0.9',
  ]);
  expect((await lines())[0]?.operation).toBe('GET /api/hq/audit-log/export');
});

/** What a cursor of ours looks like, made by somebody else. */
const forged = (position: object) =>
  `cursor=${Buffer.from(JSON.stringify(position)).toString('base64url')}`;

test.each([
  'cursor=nonsense',
  forged({ atMs: 1e300, auditId: 1 }),
  forged({ atMs: 'now()', auditId: 1 }),
  forged({ atMs: 1, auditId: 0.5 }),
  'from=yesterday-and-long-ago',
  'to=99999-01-01T00:00:00.000Z',
])('B15: the foreign query %s is refused', async (query) => {
  const answer = await bench.call(`GET /api/hq/audit-log?${query}`, undefined, { token: admin });
  expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
});
