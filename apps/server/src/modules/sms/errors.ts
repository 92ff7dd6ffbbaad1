import { Refusal } from '../../platform/errors.ts';
import { smsLimits } from './sms-limits.ts';

export const smsTooSoon = (retryAfterSeconds: number) =>
  new Refusal('sms_too_soon', 429, `验证码刚刚发过，请 ${retryAfterSeconds} 秒后再获取`, {
    details: { retryAfterSeconds },
    retryAfterSeconds,
  });

export const numberLimitReached = (max: number, retryAfterSeconds: number) =>
  new Refusal('sms_limit_reached', 429, `这个手机号今天已获取 ${max} 次验证码，请明天再试`, {
    details: { limit: 'number' },
    retryAfterSeconds,
  });

export const addressLimitReached = () =>
  new Refusal('sms_limit_reached', 429, '您所在的网络获取验证码太频繁，请一小时后再试', {
    details: { limit: 'address' },
    retryAfterSeconds: 60 * 60,
  });

export const everybodyLimitReached = () =>
  new Refusal('sms_limit_reached', 429, '现在获取验证码的人太多，请一分钟后再试', {
    details: { limit: 'everybody' },
    retryAfterSeconds: 60,
  });

export const budgetUsedUp = () =>
  new Refusal(
    'sms_limit_reached',
    429,
    '本月短信额度已用完，暂时发不了验证码；设过密码的会员可以用密码登录',
    { details: { limit: 'budget' } },
  );

export const channelNotSetUp = () =>
  new Refusal('bad_request', 400, '这条短信通道的参数还没有填全，请先保存');

export const smsUnavailable = () =>
  new Refusal('sms_unavailable', 503, '短信暂时发不出去，请稍后再试');

export const smsCodeWrong = (triesLeft: number) =>
  new Refusal(
    'sms_code_wrong',
    400,
    triesLeft > 0
      ? `验证码不对，还可以再试 ${triesLeft} 次`
      : `验证码不对，已输错 ${smsLimits.triesMax} 次，请重新获取验证码`,
    { details: { triesLeft } },
  );

export const smsCodeExpired = () =>
  new Refusal('sms_code_expired', 400, '验证码已失效，请重新获取验证码');
