import { Refusal } from '../../platform/errors.ts';

export const mobileInvalid = () =>
  new Refusal('mobile_invalid', 400, '手机号不对：请输入 11 位中国大陆手机号');

export const consentMissing = () =>
  new Refusal('consent_missing', 400, '请先阅读并勾选同意最新的隐私政策');

export const memberFrozen = () =>
  new Refusal('member_frozen', 403, '该会员账户已被冻结，请联系客服');

export const wechatBoundToAnotherMobile = (mobileMasked: string) =>
  new Refusal(
    'wechat_bound_to_another_mobile',
    409,
    `这个微信号已经绑定了手机号 ${mobileMasked}，请用该手机号登录`,
    { details: { mobileMasked } },
  );

export const regionUnknown = () =>
  new Refusal('bad_request', 400, '地区不存在，请重新选择', { details: { field: 'regionCode' } });

export const sessionEnded = () =>
  new Refusal('not_signed_in', 401, '登录状态已失效，请重新打开页面再试');
