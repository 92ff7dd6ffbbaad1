import type { Settings } from '@mashang/contract';
import { smsLimits } from './sms-limits.ts';

type Shown = Settings['sms'];

/** What head office decides about SMS, secrets included. Never log it. */
export type SmsSettings = Omit<Shown, 'aliyun' | 'tencent' | 'inForce' | 'version'> & {
  aliyun: Omit<Shown['aliyun'], 'accessKeySecretIsSet'> & { accessKeySecret: string };
  tencent: Omit<Shown['tencent'], 'secretKeyIsSet'> & { secretKey: string };
};

export type CloudName = SmsSettings['providers'][number];

/** In force until somebody saves others: no channel, no budget, the house's limits. */
export const smsSettingsDefault: SmsSettings = {
  providers: [],
  priceMilliyuan: 45,
  monthlyBudgetYuan: null,
  alarmPercent: 80,
  perNumberAndDayMax: smsLimits.perNumberAndDayMax,
  perAddressAndHourMax: smsLimits.perAddressAndHourMax,
  perMinuteMax: smsLimits.perMinuteMax,
  aliyun: {
    accessKeyId: '',
    accessKeySecret: '',
    signName: '',
    templateCode: '',
    templateParameter: 'code',
  },
  tencent: {
    secretId: '',
    secretKey: '',
    sdkAppId: '',
    signName: '',
    templateId: '',
    region: 'ap-guangzhou',
  },
};

/** Where a cloud is reached instead of its own address (`https://host[:port]`), for tests. */
export type SmsEndpoints = Partial<Record<CloudName, string | undefined>>;
