import { parseCsv } from 'hucre/csv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodeHistory, LoggedScan } from '@mashang/contract';
import { codeIdOf } from '../../codes/index.ts';
import { openScanRoutes, type ScanRoutes } from './scan-routes.test-support.ts';

let desk: ScanRoutes;
let batch: Awaited<ReturnType<ScanRoutes['aBatch']>>;
let other: typeof batch;
let [memberA, memberB] = [0, 0];

/** Thirty moments of claims and refused scans of two members, several at the same moment. */
beforeAll(async () => {
  desk = await openScanRoutes();
  batch = await desk.aBatch({ name: '金标酱油' });
  other = await desk.aBatch({ name: '=cmd 蚝油' });
  [memberA, memberB] = [await desk.aMember(), await desk.aMember()];
  for (let count = 0; count < 30; count += 1) {
    const of = count % 5 === 0 ? other : batch;
    const codeId = codeIdOf(of.batchId, count);
    const memberId = count % 3 === 0 ? memberB : memberA;
    const province = count % 2 === 0 ? '320000' : '110000';
    const channel = count % 7 === 0 ? 'chat' : 'page';
    if (count % 10 !== 9) await desk.award({ ...of, codeId, memberId, province, channel });
    const { productId } = of;
    const line = { codeId, productId, province, memberId: memberA, channel } as const;
    desk.scanLog.record(desk.attempt(line));
    if (count % 4 === 0) {
      const nobody = { memberId: null, codeId: null, productId: null, channel: 'check' } as const;
      desk.scanLog.record(
        desk.attempt({ ...nobody, outcome: 'unknownCode', network: '1.2.3.0/24' }),
      );
    }
    if (count % 3 === 2) desk.clock.advanceMs(1_000);
  }
  await desk.scanLog.flush();
  desk.clock.advanceMs(1_000);
});
afterAll(() => desk.close());

const readPages = <Row>(url: string, limit: number) => desk.readPages<Row>(url, limit);
const scans = (query: string, limit = 200) =>
  readPages<LoggedScan>(`/api/hq/scans?sort=newest&${query}`, limit);

describe('S21: every scan, by time', () => {
  test('page by page in either order nothing is missing and nothing comes twice', async () => {
    const all = await scans('');
    expect(all).toHaveLength(27 + 30 + 8);
    const times = all.map(({ scannedAt }) => scannedAt);
    expect(times).toEqual(times.toSorted().toReversed());
    for (const limit of [3]) {
      expect(await readPages('/api/hq/scans?sort=newest', limit)).toEqual(all);
      expect(await readPages('/api/hq/scans?sort=oldest', limit)).toEqual(all.toReversed());
    }
  });

  test('claims of a member or a product come through the ledger, page by page as well', async () => {
    const all = await scans('');
    for (const [query, fits] of [
      [`memberId=${memberB}`, (row: LoggedScan) => row.memberId === memberB],
      [`memberId=${memberA}`, (row: LoggedScan) => row.memberId === memberA],
      [`productId=${other.productId}`, (row: LoggedScan) => row.productId === other.productId],
      [
        `memberId=${memberA}&productId=${other.productId}&province=320000&channel=page`,
        (row: LoggedScan) =>
          row.memberId === memberA &&
          row.productId === other.productId &&
          row.province === '320000' &&
          row.channel === 'page',
      ],
    ] as const) {
      const expected = all.filter(fits);
      expect(expected.length).toBeGreaterThan(2);
      expect(await scans(query), query).toEqual(expected);
      expect(await scans(query, 5), query).toEqual(expected);
      const oldest = await readPages(`/api/hq/scans?sort=oldest&${query}`, 5);
      expect(oldest, query).toEqual(expected.toReversed());
    }
  });

  test('every other filter holds for both sources', async () => {
    const all = await scans('');
    const moment = all[20]!.scannedAt;
    for (const [query, fits] of [
      ['outcome=awarded', (row: LoggedScan) => row.outcome === 'awarded'],
      ['outcome=unknownCode', (row: LoggedScan) => row.outcome === 'unknownCode'],
      ['channel=check', (row: LoggedScan) => row.channel === 'check'],
      ['channel=chat', (row: LoggedScan) => row.channel === 'chat'],
      [`batchId=${other.batchId}`, (row: LoggedScan) => row.batchId === other.batchId],
      ['province=110000', (row: LoggedScan) => row.province === '110000'],
      [`from=${moment}`, (row: LoggedScan) => row.scannedAt >= moment],
      [`to=${moment}`, (row: LoggedScan) => row.scannedAt < moment],
      [
        `memberId=${memberB}&from=${moment}`,
        (row: LoggedScan) => row.memberId === memberB && row.scannedAt >= moment,
      ],
    ] as const) {
      const expected = all.filter(fits);
      expect(expected.length, query).toBeGreaterThan(0);
      expect(await scans(query, 20), query).toEqual(expected);
    }
    expect(await scans('outcome=awarded&channel=check')).toEqual([]);
    expect(await scans('batchId=134217727')).toEqual([]);
    expect(await scans(`memberId=${memberA}&batchId=134217727`)).toEqual([]);
  });

  test('the file holds the same rows, and no cell runs as a formula', async () => {
    const { text } = await desk.ask('GET', '/api/hq/scans/export?format=csv&sort=oldest');
    const [header, ...rows] = parseCsv(text.slice(1)) as string[][];
    expect(header?.slice(0, 3)).toEqual(['时间', '结果', '渠道']);
    expect(rows).toHaveLength(65);
    expect(rows.some((row) => row.includes("'=cmd 蚝油"))).toBe(true);
    expect(rows.some((row) => row.includes('江苏省'))).toBe(true);
  });

  test.each([
    'cursor=x',
    `cursor=${Buffer.from('{"microseconds":1e300,"source":"log","key":"1"}').toString('base64url')}`,
    `cursor=${Buffer.from('{"microseconds":1,"source":"log","key":"9223372036854775808"}').toString('base64url')}`,
    `cursor=${Buffer.from('{"microseconds":1,"source":"claim; --","key":"1"}').toString('base64url')}`,
    'from=yesterday',
    'batchId=134217728',
    'memberId=0',
    'province=32',
    'outcome=paid',
  ])('a forged question is refused: %s', async (query) => {
    expect((await desk.ask('GET', `/api/hq/scans?${query}`)).status).toBe(400);
  });

  test('cursors at the edges of time are answered', async () => {
    for (const microseconds of [-9_007_199_254_740_991, 9_007_199_254_740_991]) {
      const cursor = Buffer.from(JSON.stringify({ microseconds, source: 'log', key: '0' }));
      const url = `/api/hq/scans?cursor=${cursor.toString('base64url')}`;
      expect((await desk.ask('GET', url)).status).toBe(200);
    }
  });
});

describe('B8: the history of a code', () => {
  test('by its text: claim, sums and scans, newest first; the audit log keeps the number only', async () => {
    const text = batch.code(1);
    const { body } = await desk.ask('POST', '/api/hq/code-look-ups', { text });
    const { history } = body as { history: CodeHistory };
    expect(history).toMatchObject({
      codeRef: `${batch.batchId}-1`,
      state: 'activated',
      productName: '金标酱油',
      serial: 1,
      claim: { memberId: memberA, points: 10, province: '110000' },
      scans: 2,
      people: 1,
      provinces: ['110000'],
    });
    expect(history.latestScans.map(({ outcome }) => outcome)).toEqual([
      'claimedByAnother',
      'awarded',
    ]);
    const line = JSON.stringify(desk.audited.at(-1));
    expect(line).toContain(`${batch.batchId}-1`);
    expect(line).not.toContain(text);
    const byRef = await desk.ask('GET', `/api/hq/codes/${history.codeRef}`);
    expect(byRef.body).toEqual(history);
  });

  test('what is no code has none, and its text is not kept either', async () => {
    for (const text of ['SOMETHINGELSE', '6901234567892', '\u0000']) {
      const { body } = await desk.ask('POST', '/api/hq/code-look-ups', { text });
      expect(body).toEqual({ history: null });
      expect(JSON.stringify(desk.audited.at(-1))).not.toContain('SOMETHINGELSE');
    }
  });

  test.each([
    '0-0',
    '1-99999999999',
    '9999999999-0',
    '2147483648-0',
    '134217728-0',
    '2147483647-68719476735',
    '99-0',
  ])('there is no code %s', async (ref) => {
    expect((await desk.ask('GET', `/api/hq/codes/${ref}`)).status).toBe(404);
    const url = `/api/hq/suspicious-codes/${ref}/clear`;
    expect((await desk.ask('POST', url, { note: '看过了' })).status).toBe(404);
  });

  test.each(['x', '1', '1-2-3', '-1-1', '1e3-1', '%00-1', '1-999999999999'])(
    '%s is no number of a code',
    async (ref) => {
      expect((await desk.ask('GET', `/api/hq/codes/${ref}`)).status).toBe(400);
    },
  );
});
