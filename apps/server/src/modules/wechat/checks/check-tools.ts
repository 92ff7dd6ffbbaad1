import type { BodyOf, WechatCheck } from '@mashang/contract';
import type { WechatError } from '@mashang/wechat';
import type { CheckTexts, CheckWords } from '../../../texts-wechat-checks.ts';
import { explainWechatFailure } from '../../../texts-wechat-failures.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Language } from '../../../texts.ts';
import type { AccountInForce, AccountSettings } from '../account/create-accounts.ts';
import type { MenuTools } from '../menu/read-menu-state.ts';

/** By which channels members are told, and the templates. */
export type NoticeSettings = Omit<BodyOf<'PUT /api/hq/settings/wechat-notices'>, 'version'>;

/** What checks are made with, whoever asks. */
export interface CheckTools extends MenuTools {
  clock: Clock;
  /** Where the platform is. */
  apiUrl: string;
  /** What is filled in, complete or not. */
  readAccountSettings: () => Promise<AccountSettings>;
  readNoticeSettings: () => Promise<NoticeSettings>;
}

/** What one check is given. */
export interface CheckInput extends AccountInForce {
  tools: CheckTools;
  said: CheckTexts;
  language: Language;
}

export type Finding = Pick<WechatCheck, 'state' | 'seen' | 'steps'>;

/** One thing tested; may throw, which the list turns into words. */
export type Check = (input: CheckInput) => Promise<Finding>;

export const passed = (words: CheckWords): Finding => ({ state: 'passed', ...words });
export const warning = (words: CheckWords): Finding => ({ state: 'warning', ...words });
export const failed = (words: CheckWords): Finding => ({ state: 'failed', ...words });
export const skipped = (words: CheckWords): Finding => ({ state: 'skipped', ...words });

/** WeChat refused, or was not there: in the same words as the alarm about it. */
export function failedByWechat(error: WechatError, language: Language): Finding {
  const { what, steps } = explainWechatFailure(error, language);
  return { state: 'failed', seen: language === 'zh' ? `${what}。` : `${what}.`, steps };
}
