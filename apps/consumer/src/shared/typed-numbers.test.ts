import { describe, expect, test } from 'vitest';
import { mobileOf, smsCodeOf } from './typed-numbers.ts';

describe('numbers as people type them', () => {
  test('S3: a mobile number is taken with spaces, dashes and country code', () => {
    for (const typed of ['15400000001', ' 154 0000 0001', '+86 154-0000-0001', '008615400000001']) {
      expect(mobileOf(typed)).toBe('15400000001');
    }
  });

  test('what is no mobile number is refused before an SMS is paid for', () => {
    for (const typed of ['', '1540000000', '154000000011', '25400000001', '02081234567', 'abc']) {
      expect(mobileOf(typed)).toBeNull();
    }
  });

  test('S3: the code is found in a pasted message', () => {
    expect(smsCodeOf('【码上积分】验证码 482913，5 分钟内有效。')).toBe('482913');
    expect(smsCodeOf('482 913')).toBe('482913');
    expect(smsCodeOf('48291')).toBe('48291');
    expect(smsCodeOf('')).toBe('');
  });
});
