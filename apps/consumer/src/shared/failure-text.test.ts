import { afterEach, describe, expect, test } from 'vitest';
import { ApiError } from './api.ts';
import { failureText } from './failure-text.ts';
import { language } from './language.ts';

afterEach(() => {
  language.value = 'zh';
});

function refused(code: ApiError['code'], message: string, details: ApiError['details'] = {}) {
  return new ApiError(code, 409, { message, details });
}

describe('why something failed, in words', () => {
  test('S7: a refused password names the rule in the reader’s language', () => {
    const weak = refused('password_too_weak', '…', { rule: 'holdsLoginName' });
    expect(failureText(weak)).toBe('密码里不能包含手机号');
    language.value = 'en';
    expect(failureText(weak)).toContain('mobile number');
  });

  test('S7: what only the server knows is told in its words, and in English as far as we can', () => {
    const wrong = refused('sms_code_wrong', '验证码不对，还可以再试 3 次', { triesLeft: 3 });
    expect(failureText(wrong)).toBe('验证码不对，还可以再试 3 次');
    const locked = refused('login_locked', '密码登录失败次数太多，请 15 分钟后再试', {
      minutes: 15,
    });
    language.value = 'en';
    expect(failureText(wrong)).toMatch(/Wrong code/);
    expect(failureText(locked)).toBe('Too many tries, wait 15 minutes');
  });

  test('a text never shows an unfilled place, nor a code of a newer server', () => {
    expect(failureText(refused('login_locked', 'login_locked'))).toBe('login_locked');
    const newer = refused('gift_on_fire' as ApiError['code'], '礼品着火了');
    expect(failureText(newer)).toBe('礼品着火了');
    expect(failureText(new ApiError('offline', 0))).toContain('网络');
    expect(failureText(new Error('bug'))).toContain('系统');
  });
});
