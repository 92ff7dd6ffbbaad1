import { readXlsx } from 'hucre/xlsx';
import { beforeAll, expect, test } from 'vitest';
import type { SmsMessage } from '@mashang/contract';
import { openTestRoute } from '../../../test/test-route.ts';
import { registerSmsRoutes } from './index.ts';
import { useSmsBench } from './sms-bench.ts';

const bench = useSmsBench();
const { app, route } = openTestRoute({ who: () => ({ staffRole: 'operator' }) });
beforeAll(() => {
  const { db } = bench.database;
  registerSmsRoutes(route, {
    db,
    clock: { now: () => bench.time },
    readSmsSettings: async () => bench.settings,
    readChannels: async () => ['test carrier'],
  });
});

async function get(url: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await app.inject({ method: 'GET', url });
  return { status: response.statusCode, body: response.json() };
}

/** `count` messages, one a second, every tenth failed; several share one moment at the end. */
async function insertMessages(count: number): Promise<void> {
  await bench.database.pool.query(
    `insert into sms_message (mobile_hash, mobile_last4, address, provider, state, failure,
       price_milliyuan, created_at)
     select '\\x01', lpad((n % 7)::text, 4, '0'), '=1+1', 'aliyun',
       case when n % 10 = 0 then 'failed' else 'sent' end,
       case when n % 10 = 0 then 'refused isv.AMOUNT_NOT_ENOUGH' end,
       case when n % 10 = 0 then 0 else 45 end,
       $1::timestamptz + least(n, $2 - 5) * interval '1 second'
     from generate_series(1, $2) n`,
    [bench.time, count],
  );
}

async function listAll(filter: string): Promise<SmsMessage[]> {
  const rows: SmsMessage[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await get(
      `/api/hq/sms/messages?limit=7${filter}${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    expect(page.status).toBe(200);
    rows.push(...(page.body['rows'] as SmsMessage[]));
    cursor = page.body['next'] as string | null;
  }
  return rows;
}

test('S19: every message is listed once, newest first, over pages that end in one moment', async () => {
  await insertMessages(50);
  const rows = await listAll('');
  expect(new Set(rows.map(({ smsMessageId }) => smsMessageId)).size).toBe(50);
  const order = rows.map(({ createdAt, smsMessageId }) => [createdAt, smsMessageId] as const);
  const sorted = [...order].sort(
    ([leftAt, left], [rightAt, right]) => rightAt.localeCompare(leftAt) || right - left,
  );
  expect(order).toEqual(sorted);
});

test('S19: the list filters by state, digits, channel and time', async () => {
  await insertMessages(50);
  expect(await listAll('&state=failed')).toHaveLength(5);
  expect(await listAll('&mobileLast4=0003')).toHaveLength(7);
  expect(await listAll('&provider=tencent')).toHaveLength(0);
  expect(await listAll('&provider=%00')).toHaveLength(0);
  const from = new Date(bench.time.getTime() + 10_000).toISOString();
  const to = new Date(bench.time.getTime() + 20_000).toISOString();
  expect(await listAll(`&from=${from}&to=${to}`)).toHaveLength(10);
});

test.each([
  '?cursor=bm9uc2Vuc2U',
  `?cursor=${Buffer.from('{"createdAt":"x","smsMessageId":1}').toString('base64url')}`,
  '?from=yesterday-at-noon-sharp',
  '?mobileLast4=12a4',
  '?state=lost',
  '?limit=0',
  '/export?format=pdf',
  '/export?format=csv&from=yesterday-at-noon-sharp',
])('S19: %s is refused in words', async (query) => {
  const { status, body } = await get(`/api/hq/sms/messages${query}`);
  expect([status, body]).toMatchObject([400, { code: 'bad_request' }]);
});

test('S19: the export holds every message, in Beijing time, and runs nothing in a spreadsheet', async () => {
  await insertMessages(2_100);
  const csv = await app.inject({ method: 'GET', url: '/api/hq/sms/messages/export?format=csv' });
  const lines = csv.body.trim().split('\r\n');
  expect(lines).toHaveLength(2_101);
  expect(lines[0]).toContain('时间,手机尾号,通道,状态,失败原因,先试的通道,费用（元）,网络地址');
  expect(lines.at(-1)).toContain('2026-11-22 12:00:01,0001,aliyun,已发送,,,0.045,');
  expect(csv.body).not.toMatch(/,=1\+1/);
  expect(csv.headers['content-disposition']).toContain(encodeURIComponent('短信记录-20261122'));
  const xlsx = await app.inject({
    method: 'GET',
    url: '/api/hq/sms/messages/export?format=xlsx&state=failed',
  });
  const workbook = await readXlsx(xlsx.rawPayload);
  expect(workbook.sheets[0]?.rows).toHaveLength(211);
});

test('S19: the summary of a month adds up by day and channel, and counts what the first channel said', async () => {
  await insertMessages(50);
  await bench.database.pool.query(
    `update sms_message set provider = 'tencent', first_failure = 'aliyun unanswered'
     where sms_message_id in (select sms_message_id from sms_message where state = 'sent' limit 3)`,
  );
  await bench.database.pool.query(
    `insert into sms_message (mobile_hash, mobile_last4, address, provider, state, created_at)
     values ('\\x01', '0001', '10.0.0.1', 'aliyun', 'sent', '2026-10-31T15:59:59.999Z'),
            ('\\x01', '0001', '10.0.0.1', 'aliyun', 'sent', '2026-10-31T16:00:00Z')`,
  );
  const { body } = await get('/api/hq/sms/summary?month=2026-11');
  expect(body).toMatchObject({
    month: '2026-11',
    sent: 46,
    failed: 5,
    costMilliyuan: 45 * 45,
    budgetState: 'none',
    failures: [
      { reason: 'aliyun refused isv.AMOUNT_NOT_ENOUGH', count: 5 },
      { reason: 'aliyun unanswered', count: 3 },
    ],
  });
  expect(body['days']).toEqual([
    { day: '2026-11-01', provider: 'aliyun', sent: 1, failed: 0, costMilliyuan: 0 },
    { day: '2026-11-22', provider: 'aliyun', sent: 42, failed: 5, costMilliyuan: 42 * 45 },
    { day: '2026-11-22', provider: 'tencent', sent: 3, failed: 0, costMilliyuan: 135 },
  ]);
  expect((await get('/api/hq/sms/summary?month=2026-13')).status).toBe(400);
});
