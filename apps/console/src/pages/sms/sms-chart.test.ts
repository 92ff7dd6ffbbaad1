import { expect, test } from 'vitest';
import { smsChart } from './sms-chart.ts';

test('S19: every day of the month has its bar, the channels added up', () => {
  const day = { day: '2026-02-03', failed: 1, costMilliyuan: 0 };
  const days = [
    { ...day, provider: 'aliyun', sent: 2 },
    { ...day, provider: 'tencent', sent: 3 },
  ];
  const { series } = smsChart({ month: '2026-02', days }, { sent: 's', failed: 'f' }, 'zh') as {
    series: { data: number[] }[];
  };
  expect(series.map(({ data }) => [data.length, data[2]])).toEqual([
    [28, 5],
    [28, 2],
  ]);
});
