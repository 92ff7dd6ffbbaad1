import { beijingMinute } from '../../platform/clock.ts';
import { Refusal } from '../../platform/errors.ts';
export const mobileInvalid = () => new Refusal('mobile_invalid', 400, '手机号不对：请输入 11 位中国大陆手机号');
export const consentMissing = () => new Refusal('consent_missing', 400, '请先阅读并勾选同意最新的隐私政策');
export const memberFrozen = () => new Refusal('member_frozen', 403, '该会员账户已被冻结，请联系客服');
export const memberNotFound = () => new Refusal('member_not_found', 404, '没有这个会员');
export const wechatBoundToAnotherMobile = (mobileMasked) => new Refusal('wechat_bound_to_another_mobile', 409, `这个微信号已经绑定了手机号 ${mobileMasked}，请用该手机号登录`, { details: { mobileMasked } });
/** Said only to whoever proved the number; nothing was used up, so the same code may move it. */
export const wechatAlreadyBound = (boundAt, mobileMasked) => new Refusal('wechat_already_bound', 409, `手机号 ${mobileMasked} 在 ${beijingMinute(boundAt)} 已绑定另一个微信，可以改绑到当前微信，或换一个手机号`, { details: { boundAt: boundAt.toISOString(), mobileMasked } });
/** The same for no such request, another WeChat user's, and one cleared away. */
export const scanSignInNotFound = () => new Refusal('not_found', 404, '这个登录请求已经失效，请在电脑上刷新二维码重新扫');
export const regionUnknown = () => new Refusal('bad_request', 400, '地区不存在，请重新选择', { details: { field: 'regionCode' } });
/** Sent as characters, but none that can be seen. */
export const nameMissing = (field) => new Refusal('bad_request', 400, field === 'detail' ? '请填写详细地址' : '请填写姓名', {
    details: { field },
});
export const sessionEnded = () => new Refusal('not_signed_in', 401, '登录状态已失效，请重新打开页面再试');
/** The same for an unknown number, a member without a password and a wrong password. */
export const loginFailed = () => new Refusal('login_failed', 401, '手机号或密码不对');
/** Of passwords only: codes by SMS and WeChat still open the account. */
export const loginLocked = (retryAfterSeconds) => {
    const minutes = Math.ceil(retryAfterSeconds / 60);
    const message = `密码登录失败次数太多，请 ${minutes} 分钟后再试，或用短信验证码登录`;
    return new Refusal('login_locked', 429, message, { details: { minutes }, retryAfterSeconds });
};
export const passwordWrong = () => new Refusal('password_wrong', 403, '当前密码不对');
export const mobileTaken = () => new Refusal('mobile_taken', 409, '新手机号已经是另一个会员的手机号');
export const mobileUnchanged = () => new Refusal('bad_request', 400, '新手机号和现在的手机号相同', {
    details: { field: 'newMobile' },
});
export const addressNotFound = () => new Refusal('address_not_found', 404, '没有这个收货地址');
export const addressLimitReached = (limit) => new Refusal('address_limit_reached', 409, `最多保存 ${limit} 个收货地址，请先删除不用的地址`, {
    details: { limit },
});
export const addressRegionUnknown = () => new Refusal('bad_request', 400, '请把所在地区选到区县', { details: { field: 'regionCode' } });
