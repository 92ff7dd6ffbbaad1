import { expect, test } from 'vitest';
import { ApiError } from '../../shared/api.ts';
import { wechatConflictIn } from './wechat-conflict.ts';

const refusal = (code: 'wechat_already_bound' | 'sms_code_wrong', details: object) =>
  new ApiError(code, 409, { details: details as Record<string, string> });
const details = { mobileMasked: '154****0001', boundAt: '2026-11-22T04:00:00.000Z' };

test('S3: only a number that another WeChat user holds asks for a choice', () => {
  expect(wechatConflictIn(refusal('wechat_already_bound', details))).toEqual(details);
  for (const other of [
    refusal('sms_code_wrong', details),
    refusal('wechat_already_bound', {}),
    refusal('wechat_already_bound', { ...details, boundAt: 'yesterday' }),
    new Error('wechat_already_bound'),
  ]) {
    expect(wechatConflictIn(other)).toBeUndefined();
  }
});
