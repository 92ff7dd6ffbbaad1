import type { MemberKind } from '@mashang/contract';
import { reactive, ref, toRef } from 'vue';
import { ApiError, call } from '../../shared/api.ts';
import { failureText } from '../../shared/failure-text.ts';
import { t } from '../../shared/language.ts';
import { session, site } from '../../shared/session.ts';
import type { TextKey } from '../../shared/texts.ts';
import { mobileOf } from './typed-numbers.ts';
import { useSmsCode } from './use-sms-code.ts';

/** Where on the page a remark belongs. */
export type Place = 'mobile' | 'consent' | 'code' | 'form';

interface Form {
  mobile: string;
  smsCode: string;
  consent: boolean;
  kind: MemberKind | '';
  name: string;
  regionCode: string;
}

/** The binding form: what is typed, what is wrong with it, and the two things one can send. */
export function useBind() {
  const form = reactive<Form>({
    mobile: '',
    smsCode: '',
    consent: false,
    kind: '',
    name: '',
    regionCode: '',
  });
  const trouble = ref<{ place: Place; text: string }>();
  const codeSent = ref(false);
  const submitting = ref(false);
  const { sending, waitSeconds, send } = useSmsCode(toRef(form, 'mobile'));

  async function sendCode(): Promise<void> {
    const mobile = mobileOf(form.mobile);
    codeSent.value = false;
    if (!mobile) return complain('mobile', 'failure_mobile_invalid');
    if (!form.consent) return complain('consent', 'consentFirst');
    trouble.value = undefined;
    try {
      await send(mobile, site.value?.policyVersion ?? '');
      codeSent.value = true;
    } catch (error) {
      trouble.value = { place: placeOf(error) ?? 'code', text: failureText(error) };
    }
  }

  /** Returns whether the number is bound now. */
  async function submit(): Promise<boolean> {
    const mobile = mobileOf(form.mobile);
    codeSent.value = false;
    if (!mobile) complain('mobile', 'failure_mobile_invalid');
    else if (!form.consent) complain('consent', 'consentFirstSubmit');
    else if (!form.smsCode) complain('code', 'smsCodeMissing');
    else return await bind(mobile);
    return false;
  }

  async function bind(mobile: string): Promise<boolean> {
    trouble.value = undefined;
    submitting.value = true;
    try {
      const body = { mobile, smsCode: form.smsCode, profile: givenProfile() };
      const { member } = await call('POST /api/bindings', { body });
      session.value = { state: 'member', member };
      return true;
    } catch (error) {
      trouble.value = { place: placeOf(error) ?? 'form', text: failureText(error) };
      return false;
    } finally {
      submitting.value = false;
    }
  }

  /** Only what was filled in: for a known member every given field replaces the stored one. */
  function givenProfile() {
    const name = form.name.trim();
    return {
      ...(name && { name }),
      ...(form.kind && { kind: form.kind }),
      ...(form.regionCode && { regionCode: form.regionCode }),
    };
  }

  function complain(place: Place, key: TextKey): void {
    trouble.value = { place, text: t(key) };
  }

  return { form, trouble, codeSent, sending, waitSeconds, submitting, sendCode, submit };
}

function placeOf(error: unknown): Place | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.code === 'sms_code_wrong' || error.code === 'sms_code_expired') return 'code';
  if (error.code === 'consent_missing') return 'consent';
  if (/mobile/.test(error.code)) return 'mobile';
  return undefined;
}
