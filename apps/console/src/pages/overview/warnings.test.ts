import type { MessageMode, Settings } from '@mashang/contract';
import { expect, test } from 'vitest';
import { chineseStatistics } from '../../shared/texts-zh-statistics.ts';
import { warningsOf } from './warnings.ts';

const summary = {
  month: '2026-11',
  sent: 0,
  failed: 0,
  costMilliyuan: 85_000,
  budgetMilliyuan: 100_000,
  budgetState: 'fine' as const,
  providers: ['aliyun'],
  days: [],
  failures: [],
};
const wechat = (inForce: 'settings' | 'none', messageMode: MessageMode) =>
  ({ wechat: { inForce, messageMode } }) as Settings;
const idsOf = (...input: [Parameters<typeof warningsOf>[0], Settings | null]) =>
  warningsOf(...input, chineseStatistics.dashboard).map(({ id }) => id);

test('S19: an alarm and a stop of SMS are shown on the first page', () => {
  expect(idsOf(summary, null)).toEqual([]);
  const alarm = warningsOf({ ...summary, budgetState: 'alarm' }, null, chineseStatistics.dashboard);
  expect(alarm[0]).toMatchObject({ id: 'sms-alarm', type: 'warning' });
  expect(alarm[0]?.text).toContain('85%');
  expect(idsOf({ ...summary, budgetState: 'stopped' }, null)).toEqual(['sms-stopped']);
  expect(idsOf({ ...summary, providers: [] }, null)).toEqual(['sms-none']);
});

test('S2: an account that is missing, or takes messages anybody can forge, is said', () => {
  expect(idsOf(summary, wechat('none', 'plain'))).toEqual(['wechat-none']);
  expect(idsOf(summary, wechat('settings', 'plain'))).toEqual(['wechat-plain']);
  expect(idsOf(summary, wechat('settings', 'safe'))).toEqual([]);
  expect(idsOf(null, null)).toEqual([]);
});
