import { Refusal } from '../../platform/errors.ts';

export const setupLinkInvalid = () =>
  new Refusal('setup_link_invalid', 403, '初始化链接无效：请使用服务器启动时最新打印的链接');

export const setupAlreadyDone = () =>
  new Refusal('setup_already_done', 409, '管理员已经创建过了，请直接登录');

/** The same for an unknown name, a wrong password and a disabled account. */
export const loginFailed = () => new Refusal('login_failed', 401, '用户名或密码不对');

export const loginLocked = (retryAfterSeconds: number) => {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return new Refusal('login_locked', 429, `登录失败次数太多，请 ${minutes} 分钟后再试`, {
    details: { minutes },
    retryAfterSeconds,
  });
};

export const loginNameInvalid = () =>
  new Refusal('bad_request', 400, '用户名请用 2 到 40 个字母、汉字、数字或 . _ - @', {
    details: { field: 'loginName' },
  });

export const loginNameTaken = () => new Refusal('login_name_taken', 409, '这个用户名已经有人用了');

export const passwordWrong = () => new Refusal('password_wrong', 403, '当前密码不对');

export const staffNotFound = () => new Refusal('staff_not_found', 404, '没有这个账号');

/** Somebody must be able to let the others in. */
export const lastAdministrator = () =>
  new Refusal('last_administrator', 409, '这是最后一位可用的管理员，请先让另一位同事成为管理员');

/** The same for an unknown link, a used one, one that is too old and one of a closed account. */
export const invitationInvalid = () =>
  new Refusal('invitation_invalid', 403, '邀请链接无效或已过期，请让管理员重新发送');
