import type { WechatError } from '@mashang/wechat';
import { Refusal } from '../../platform/errors.ts';
import type { Language } from '../../texts.ts';
import { describeWechatFailure, noAccountTexts } from '../../texts-wechat-failures.ts';

/** `reason` says it with the remedy, in the language of who asked at head office. */
export const noAccount = (language: Language) =>
  new Refusal('wechat_unavailable', 503, noAccountTexts.zh, {
    details: { reason: noAccountTexts[language] },
  });

export const refusedByWechat = (error: WechatError, language: Language) =>
  new Refusal('wechat_unavailable', 503, describeWechatFailure(error, 'zh'), {
    details: { errcode: error.errcode, reason: describeWechatFailure(error, language) },
  });
