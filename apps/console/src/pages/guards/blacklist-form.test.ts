import { expect, test } from 'vitest';
import { emptyBlacklistForm, readBlacklistForm } from './blacklist-form.ts';

const now = new Date('2026-11-23T03:00:00.000Z');
const form = { ...emptyBlacklistForm(), reason: ' 批量试码 ' };

test('B11: a member, an openid or a network goes to the blacklist as it is meant', () => {
  expect(readBlacklistForm({ ...form, memberId: 12 }, now).body).toEqual({
    kind: 'member',
    subject: '12',
    reason: '批量试码',
    expiresAt: '2026-11-30T03:00:00.000Z',
  });
  const openId = {
    ...form,
    kind: 'openId' as const,
    openId: ' oA-b_1 ',
    preset: 'forever' as const,
  };
  expect(readBlacklistForm(openId, now).body).toMatchObject({ subject: 'oA-b_1', expiresAt: null });
  const network = { ...form, kind: 'network' as const, network: '203.0.113.0/24' };
  expect(readBlacklistForm(network, now).body).toMatchObject({ subject: '203.0.113.0/24' });
});

test('B11: what is missing or wrong is pointed at, and nothing is sent', () => {
  const custom = { ...emptyBlacklistForm(), preset: 'custom' as const };
  expect(readBlacklistForm(custom, now).errors).toEqual({
    subject: 'missing',
    reason: 'missing',
    expiry: 'past',
  });
  const bad = (kind: 'openId' | 'network') =>
    readBlacklistForm({ ...form, kind, openId: '张三', network: 'example.cn' }, now).errors;
  expect(bad('openId')).toEqual({ subject: 'invalid' });
  expect(bad('network')).toEqual({ subject: 'invalid' });
});
