import { reactive, ref, toRef } from 'vue';
import { call } from './api.ts';
import type { FailureCode } from './api.ts';
import { t } from './language.ts';
import { site } from './session.ts';
import { mobileOf } from './typed-numbers.ts';
import { useForm } from './use-form.ts';
import { useSmsCode } from './use-sms-code.ts';

export interface NumberProof {
  mobile: string;
  smsCode: string;
}
type Place = 'mobile' | 'consent' | 'code' | 'password' | 'passwordAgain';

const places: Partial<Record<FailureCode, Place>> = {
  mobile_invalid: 'mobile',
  mobile_taken: 'mobile',
  wechat_bound_to_another_mobile: 'mobile',
  consent_missing: 'consent',
  sms_code_wrong: 'code',
  sms_code_expired: 'code',
  sms_too_soon: 'code',
  sms_limit_reached: 'code',
  sms_unavailable: 'code',
  password_too_weak: 'password',
};

/** A form in which a mobile number proves itself by SMS: number, consent, code. */
export function useNumberProof() {
  const fields = reactive({ mobile: '', smsCode: '', consent: false });
  const sent = ref(false);
  const { form, problems, submitting, complain, complainOf, submit, focusProblem, clear } =
    useForm<Place>(places, { newMobile: 'mobile' });
  const { sending, waitSeconds, send } = useSmsCode(toRef(fields, 'mobile'));

  async function sendCode(codeInputId: string): Promise<void> {
    if (sending.value) return;
    const mobile = mobileOf(fields.mobile);
    sent.value = false;
    clear();
    if (!mobile) complain('mobile', t('failure_mobile_invalid'));
    else if (!fields.consent) complain('consent', t('consentFirst'));
    else await request(mobile);
    if (sent.value) document.getElementById(codeInputId)?.focus();
    else await focusProblem();
  }

  async function request(mobile: string): Promise<void> {
    const body = { mobile, agreedPolicyVersion: site.value?.policyVersion ?? '' };
    try {
      await send(mobile, () => call('POST /api/sms-codes', { body }));
      sent.value = true;
    } catch (error) {
      complainOf(error, 'code');
    }
  }

  /**
   * Checks the three fields and what `checkMore` adds, then hands the proof to `work`. Returns whether
   * it worked.
   */
  async function prove(
    work: (proof: NumberProof) => Promise<void>,
    checkMore: () => void = () => undefined,
  ): Promise<boolean> {
    sent.value = false;
    const mobile = mobileOf(fields.mobile);
    const check = () => {
      if (!mobile) complain('mobile', t('failure_mobile_invalid'));
      if (!fields.consent) complain('consent', t('consentFirstSubmit'));
      if (!fields.smsCode) complain('code', t('smsCodeMissing'));
      checkMore();
    };
    return await submit(check, () => work({ mobile: mobile ?? '', smsCode: fields.smsCode }));
  }

  return {
    fields,
    form,
    problems,
    submitting,
    sent,
    sending,
    waitSeconds,
    sendCode,
    prove,
    complain,
  };
}
