import type { StaffAccount } from '@mashang/contract';
import { parseCsv } from 'hucre/csv';
import { beforeEach, expect, test } from 'vitest';
import { useStaffBench } from './staff-bench.ts';

const bench = useStaffBench();
let admin: string;
beforeEach(async () => {
  admin = (await bench.setUp('admin')).token ?? '';
  await bench.rows(
    `insert into staff
      (login_name, display_name, role, password_hash, disabled_at, created_at) values
    ('wang', '王芳', 'operator', 'x', null, $1), ('an', '安静', 'operator', null, null, $1),
    ('zhao', '', 'administrator', 'x', $1, $1), ('odd', '=1+1 100%_', 'operator', 'x', null, $1)`,
    [bench.time],
  );
});

async function names(query: string): Promise<string[]> {
  const { body } = await bench.call(`GET /api/hq/staff?${query}`, undefined, { token: admin });
  return (body['rows'] as StaffAccount[]).map(({ loginName }) => loginName);
}

test('B15: accounts are found by either name as typed, and by state', async () => {
  expect(await names('')).toEqual(['odd', 'zhao', 'an', 'wang', 'admin']);
  expect(await names(`search=${encodeURIComponent('王')}`)).toEqual(['wang']);
  expect(await names('search=WAN')).toEqual(['wang']);
  expect(await names('search=%25')).toEqual(['odd']);
  expect(await names('search=%00')).toHaveLength(5);
  expect(await names('state=invited')).toEqual(['an']);
  expect(await names('state=disabled')).toEqual(['zhao']);
  expect(await names('state=active')).toEqual(['odd', 'wang', 'admin']);
});

test.each(['newest', 'name'])('B15: by %s, pages join without gap or repeat', async (sort) => {
  const whole = await names(`sort=${sort}`);
  expect(whole).toHaveLength(5);
  if (sort === 'name') expect(whole.indexOf('an')).toBeLessThan(whole.indexOf('wang'));
  const paged: string[] = [];
  for (let cursor = ''; ;) {
    const line = `GET /api/hq/staff?sort=${sort}&limit=2${cursor}`;
    const { body } = await bench.call(line, undefined, { token: admin });
    paged.push(...(body['rows'] as StaffAccount[]).map(({ loginName }) => loginName));
    if (body['next'] === null) break;
    cursor = `&cursor=${body['next'] as string}`;
  }
  expect(paged).toEqual(whole);
});

test('B15: the file holds what the filter shows, runs no formula, and leaves a line', async () => {
  const file = await bench.download('/api/hq/staff/export?format=csv&state=active', admin);
  expect(file.headers['content-disposition']).toContain('staff-20261122.csv');
  const rows = parseCsv(file.body.slice(1)) as string[][];
  expect(rows[0]).toEqual(['用户名', '姓名', '角色', '状态', '创建时间', '最近登录']);
  expect(rows.slice(1).map(([name]) => name)).toEqual(['odd', 'wang', 'admin']);
  expect(rows[1]).toEqual(['odd', "'=1+1 100%_", '操作员', '正常', '2026-11-22 12:00:00', '']);
  expect(rows[3]?.[5]).toBe('2026-11-22 12:00:00');
  const lines = await bench.rows('select operation, input from audit_log order by audit_id');
  expect(lines.at(-1)).toEqual({
    operation: 'GET /api/hq/staff/export',
    input: { format: 'csv', state: 'active' },
  });
});

test('B15: no answer about accounts holds a hash', async () => {
  const { body } = await bench.call('GET /api/hq/staff', undefined, { token: admin });
  expect(JSON.stringify(body)).not.toMatch(/argon|hash/i);
});

test.each(['cursor=nonsense', 'cursor=eyJzdGFmZklkIjoxLjV9', 'sort=oldest', 'state=gone'])(
  'B15: the foreign query %s is refused',
  async (query) => {
    const answer = await bench.call(`GET /api/hq/staff?${query}`, undefined, { token: admin });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
  },
);
