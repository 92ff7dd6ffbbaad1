import type { BodyOf, Settings } from '@mashang/contract';
import { parseWholeNumber } from '../../shared/format.ts';
import { formatMilliyuan, readMilliyuan } from '../sms/money.ts';

export type SmsChannel = 'aliyun' | 'tencent';
type Body = BodyOf<'PUT /api/hq/settings/sms'>;

export const numberBounds = {
  budget: { least: 0, most: 100_000_000 },
  alarm: { least: 1, most: 100 },
  perNumber: { least: 1, most: 100 },
  perAddress: { least: 1, most: 10_000 },
  perMinute: { least: 1, most: 100_000 },
} as const;
export type NumberName = keyof typeof numberBounds;
export type SmsErrors = Partial<Record<NumberName | 'price', true>>;

/** The SMS settings as they stand in the form: numbers as typed, secrets only when new. */
export function smsFormOf({ sms }: Settings) {
  const { accessKeyId, templateCode, templateParameter } = sms.aliyun;
  const { secretId, sdkAppId, templateId, region } = sms.tencent;
  const texts: Record<NumberName | 'price', string> = {
    price: formatMilliyuan(sms.priceMilliyuan).replaceAll(',', ''),
    budget: sms.monthlyBudgetYuan === null ? '' : String(sms.monthlyBudgetYuan),
    alarm: String(sms.alarmPercent),
    perNumber: String(sms.perNumberAndDayMax),
    perAddress: String(sms.perAddressAndHourMax),
    perMinute: String(sms.perMinuteMax),
  };
  return {
    providers: [...sms.providers] as SmsChannel[],
    aliyun: { accessKeyId, signName: sms.aliyun.signName, templateCode, templateParameter },
    tencent: { secretId, sdkAppId, signName: sms.tencent.signName, templateId, region },
    texts,
    accessKeySecret: undefined as string | undefined,
    secretKey: undefined as string | undefined,
  };
}
export type SmsForm = ReturnType<typeof smsFormOf>;

/** What is sent, or which numbers cannot be. */
export function readSmsForm(
  form: SmsForm,
): { body: Omit<Body, 'version'>; errors?: never } | { errors: SmsErrors; body?: never } {
  const errors: SmsErrors = {};
  const numberOf = (name: NumberName) => {
    const { least, most } = numberBounds[name];
    const value = parseWholeNumber(form.texts[name]);
    if (value !== null && value >= least && value <= most) return value;
    errors[name] = true;
    return least;
  };
  const price = readMilliyuan(form.texts.price);
  if (price === null || price > 100_000) errors.price = true;
  const body = {
    providers: form.providers,
    priceMilliyuan: price ?? 0,
    monthlyBudgetYuan: form.texts.budget.trim() === '' ? null : numberOf('budget'),
    alarmPercent: numberOf('alarm'),
    perNumberAndDayMax: numberOf('perNumber'),
    perAddressAndHourMax: numberOf('perAddress'),
    perMinuteMax: numberOf('perMinute'),
    aliyun: { ...form.aliyun, ...newSecret('accessKeySecret', form.accessKeySecret) },
    tencent: { ...form.tencent, ...newSecret('secretKey', form.secretKey) },
  };
  return Object.keys(errors).length > 0 ? { errors } : { body };
}

/** Absent keeps what is stored, '' forgets it; one that was only begun keeps it too. */
export function newSecret<Name extends string>(
  name: Name,
  typed: string | undefined,
): Partial<Record<Name, string>> {
  if (typed === undefined) return {};
  if (typed === '') return { [name]: '' } as Record<Name, string>;
  const secret = typed.trim();
  return secret === '' ? {} : ({ [name]: secret } as Record<Name, string>);
}

/** A channel put first, second or out of use. */
export function toggleChannel(providers: readonly SmsChannel[], channel: SmsChannel): SmsChannel[] {
  return providers.includes(channel)
    ? providers.filter((one) => one !== channel)
    : [...providers, channel];
}
