import type { Alarm } from '@mashang/contract';
import { expect, test } from 'vitest';
import { linksOf } from './alarm-kinds.ts';

const alarm: Alarm = {
  alarmId: 1,
  kind: 'suspiciousCode',
  title: '可疑码',
  detail: '',
  memberId: null,
  codeRef: null,
  campaignId: null,
  batchId: null,
  deliveryIds: [],
  state: 'open',
  times: 1,
  firstAt: '2026-11-23T00:00:00.000Z',
  lastAt: '2026-11-23T00:00:00.000Z',
  settledAt: null,
  settledByName: null,
  note: null,
};

test('B3: trouble with WeChat leads to the list of what can be tested', () => {
  expect(linksOf({ ...alarm, kind: 'wechatTrouble' })).toEqual([
    { to: '/wechat/checks', words: 'toWechat' },
  ]);
});

test('B11: an alarm leads to the code, the member and the campaign it is about', () => {
  expect(linksOf(alarm)).toEqual([]);
  expect(linksOf({ ...alarm, codeRef: '7-3', memberId: 12 }).map(({ to }) => to)).toEqual([
    '/codes/7-3',
    '/members/12',
  ]);
  expect(linksOf({ ...alarm, campaignId: 5 })).toEqual([
    { to: '/campaigns/5', words: 'toCampaign' },
  ]);
  expect(
    linksOf({ ...alarm, deliveryIds: [4, 9], batchId: 7, codeRef: '7-3' }).map(({ to }) => to),
  ).toEqual(['/deliveries/4', '/deliveries/9', '/batches/7', '/codes/7-3']);
});
