import type { BodyOf } from '@mashang/contract';
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
  wechatNotices: WechatNoticeSettings;
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

/** The Official Account; an empty text is one that is not filled in. */
export type WechatSettings = Required<Omit<BodyOf<'PUT /api/hq/settings/wechat'>, 'version'>> & {
  /** The EncodingAESKey before the present one: messages under way while it is changed. */
  encodingAesKeyPrevious: string;
};

/** By which channels of WeChat members are told, and with which templates. */
export type WechatNoticeSettings = Omit<BodyOf<'PUT /api/hq/settings/wechat-notices'>, 'version'>;

/** The menu of the account is read on its own, see save-wechat-menu.ts. */
export type SettingName = keyof SettingsSnapshot | 'wechatMenu';

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
    messageMode: 'safe',
    onlyCallbackIps: false,
    verifyFiles: [],
    appSecret: '',
    token: '',
    encodingAesKey: '',
    encodingAesKeyPrevious: '',
  },
  // A text in the chat needs no template, so it is there from the start.
  wechatNotices: { channels: ['customerService'], templates: [] },
};

/** What is kept sealed. Every other field may be read by anybody at head office. */
export interface Secrets {
  aliyunAccessKeySecret?: string;
  tencentSecretKey?: string;
  appSecret?: string;
  token?: string;
  encodingAesKey?: string;
  encodingAesKeyPrevious?: string;
}

/** A new secret: absent keeps what is stored, the empty one forgets it. Blanks come with copying. */
export function mergeSecret(stored: string, given: string | undefined): string {
  return given === undefined ? stored : given.toWellFormed().replace(/[\s\p{Cc}\p{Cf}]/gu, '');
}
