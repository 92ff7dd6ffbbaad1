import { describe, expect, test } from 'vitest';
import { ApiError } from './api.ts';
import { useForm } from './use-form.ts';

const fine = () => undefined;

describe('a form', () => {
  test('S7: a refusal is put beside the field it is about, everything else below the form', async () => {
    const { problems, submit } = useForm<'mobile' | 'code'>(
      { sms_code_wrong: 'code' },
      { newMobile: 'mobile' },
    );
    const refuse = (error: Error) => submit(fine, () => Promise.reject(error));
    await refuse(new ApiError('sms_code_wrong', 400, { message: '验证码不对' }));
    expect(problems.value).toEqual({ code: '验证码不对' });
    const details = { field: 'newMobile' };
    await refuse(new ApiError('bad_request', 400, { message: '号码相同', details }));
    expect(problems.value).toEqual({ mobile: '号码相同' });
    await refuse(new ApiError('offline', 0));
    expect(Object.keys(problems.value)).toEqual(['form']);
  });

  test('S7: every field is complained about at once, and nothing is sent', async () => {
    const { problems, complain, submit } = useForm<'mobile' | 'password'>();
    let sent = 0;
    const check = () => {
      complain('mobile', 'a');
      complain('password', 'b');
    };
    expect(await submit(check, async () => void (sent += 1))).toBe(false);
    expect(problems.value).toEqual({ mobile: 'a', password: 'b' });
    expect(sent).toBe(0);
    expect(await submit(fine, async () => void (sent += 1))).toBe(true);
    expect(problems.value).toEqual({});
    expect(sent).toBe(1);
  });

  test('S10: a double click sends once', async () => {
    const { submit } = useForm();
    let sent = 0;
    const work = async () => void (sent += 1);
    expect(await Promise.all([submit(fine, work), submit(fine, work)])).toEqual([true, false]);
    expect(sent).toBe(1);
  });
});
