import { smsSettingsDefault } from '../sms/index.ts';
import type { SmsSettings } from '../sms/index.ts';
import { appealSettingsDefault, guardSettingsDefault } from './guard-settings.ts';
import type { AppealSettings, GuardSettings } from './guard-settings.ts';

/** What head office decided, as the rest of the server reads it. Holds secrets: never log it. */
export interface SettingsSnapshot {
  brand: BrandSettings;
  points: PointsSettings;
  guards: GuardSettings;
  appeals: AppealSettings;
  sms: SmsSettings;
  wechat: WechatSettings;
}

export interface BrandSettings {
  /** Null: nobody has chosen one; the environment's stands. */
  name: string | null;
  logoPictureId: string | null;
}

/** What a point is called in front of consumers. */
export interface PointsSettings {
  nameZh: string;
  nameEn: string;
}

export interface WechatSettings {
  appId: string;
  /** The account's gh_… id. */
  originalId: string;
  accountName: string;
  appSecret: string;
  token: string;
  encodingAesKey: string;
}

export type SettingName = keyof SettingsSnapshot;

/** In force until somebody saves others. */
export const settingsDefault: SettingsSnapshot = {
  brand: { name: null, logoPictureId: null },
  points: { nameZh: '积分', nameEn: 'points' },
  guards: guardSettingsDefault,
  appeals: appealSettingsDefault,
  sms: smsSettingsDefault,
  wechat: {
    appId: '',
    originalId: '',
    accountName: '',
    appSecret: '',
    token: '',
    encodingAesKey: '',
  },
};

/** What is kept sealed. Every other field may be read by anybody at head office. */
export interface Secrets {
  aliyunAccessKeySecret?: string;
  tencentSecretKey?: string;
  appSecret?: string;
  token?: string;
  encodingAesKey?: string;
}

/** A new secret: absent keeps what is stored, the empty one forgets it. Blanks come with copying. */
export function mergeSecret(stored: string, given: string | undefined): string {
  return given === undefined ? stored : given.toWellFormed().replace(/[\s\p{Cc}\p{Cf}]/gu, '');
}
