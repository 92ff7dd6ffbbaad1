import { describe, expect, test } from 'vitest';
import { noon, win } from '../guards-bench.test-support.ts';
import { useGuardDesk } from './guard-desk.test-support.ts';

const bench = useGuardDesk();
const { call, readAll } = bench;

describe('alarms', () => {
  test('B9: a shop that scans fast is paid, told about in words, and settled or given a limit', async () => {
    const { signals } = await bench.batch(
      [{ memberId: 12, kind: 'chef', expectedClaims: 300 }],
      (guard) => void Array.from({ length: 300 }, () => win(guard, 12)),
    );
    await bench.raise(signals);
    const { body } = await call('GET /api/hq/alarms?state=open&memberId=12');
    expect(body.rows).toMatchObject([
      {
        kind: 'velocity',
        title: '会员12：一小时内积了 300 个码',
        detail: expect.stringContaining('这是一家店吗？可提高其每日上限') as string,
        times: 1,
        state: 'open',
      },
    ]);
    expect((await call('GET /api/hq/alarms/counts')).body).toEqual({
      open: 1,
      byKind: [{ kind: 'velocity', open: 1 }],
    });
    const settle = () => call('POST /api/hq/alarms/1/settle', { note: '是门店' });
    const answers = await Promise.all(Array.from({ length: 50 }, settle));
    expect(answers.filter(({ status }) => status === 200)).toMatchObject([
      { body: { state: 'settled', settledByName: '小王', note: '是门店' } },
    ]);
    expect((await call('GET /api/hq/alarms/counts')).body).toEqual({ open: 0, byKind: [] });
  });

  test('B9: settling can be undone, unless it happened again meanwhile', async () => {
    const codeId = 2n ** 62n;
    const signal = { kind: 'suspiciousCode', subject: 'code:7-1', codeId, details: { people: 6 } };
    const raise = () => bench.raise([signal as Parameters<typeof bench.raise>[0][number]]);
    await raise();
    expect((await call('POST /api/hq/alarms/1/reopen', {})).body).toMatchObject({
      code: 'changed_meanwhile',
    });
    await call('POST /api/hq/alarms/1/settle', { note: '看过' });
    const reopened = await call('POST /api/hq/alarms/1/reopen', {});
    expect(reopened.body).toMatchObject({ state: 'open', note: null, codeRef: `7-${codeId}` });
    await call('POST /api/hq/alarms/1/settle', { note: '看过' });
    bench.clock.advanceMs(1_000);
    await raise();
    const refused = await call('POST /api/hq/alarms/1/reopen', {});
    expect([refused.status, refused.body]).toMatchObject([409, { code: 'changed_meanwhile' }]);
    expect((await call('POST /api/hq/alarms/9/settle', { note: '看过' })).status).toBe(404);
    const settled = await readAll('/api/hq/alarms?state=settled', 1);
    expect(settled.map(({ alarmId }) => alarmId)).toEqual([1]);
  });

  test('B9: alarms of every kind are listed in both orders, of any time, in words, and as a file', async () => {
    const kinds = [
      'memberLocked',
      'subjectLocked',
      'dailyLimitReached',
      'impossibleTravel',
    ] as const;
    for (const kind of [...kinds, 'budgetSpent' as const]) {
      const details = { count: 20, until: noon.toISOString(), from: '110000', to: '440000' };
      await bench.raise([{ kind, subject: `member:1`, memberId: 1, details }]);
      bench.clock.advanceMs(1_000);
    }
    const newest = await readAll('/api/hq/alarms', 2);
    const oldest = await readAll('/api/hq/alarms?sort=oldest', 2);
    expect(newest.map(({ kind }) => kind)).toEqual(['budgetSpent', ...kinds.toReversed()]);
    expect(oldest).toEqual(newest.toReversed());
    const from = new Date(noon.getTime() + 1_000).toISOString();
    const to = new Date(noon.getTime() + 3_000).toISOString();
    expect(await readAll(`/api/hq/alarms?from=${from}&to=${to}`, 1)).toHaveLength(2);
    expect(await readAll('/api/hq/alarms?kind=budgetSpent', 1)).toHaveLength(1);
    const file = await call('GET /api/hq/alarms/export?format=csv&state=open');
    expect(file.text).toContain('从北京市到广东省');
  });
});
