import type { WechatError } from '@mashang/wechat';
import { Refusal } from '../../../platform/errors.ts';
import { describeWechatFailure, noAccountTexts } from '../../../texts-wechat-failures.ts';
import type { Language } from '../../../texts.ts';

export const posterNotFound = () => new Refusal('poster_not_found', 404, '没有这张海报码');

export const posterNameEmpty = () => new Refusal('bad_request', 400, '请填写海报码的名称');

/** `reason` says it with the remedy, in the language of who asked. */
export const noAccountForPoster = (language: Language) =>
  new Refusal('wechat_unavailable', 503, noAccountTexts.zh, {
    details: { reason: noAccountTexts[language] },
  });

export const posterRefused = (error: WechatError, language: Language) =>
  new Refusal('wechat_unavailable', 503, describeWechatFailure(error, 'zh'), {
    details: { errcode: error.errcode, reason: describeWechatFailure(error, language) },
  });
