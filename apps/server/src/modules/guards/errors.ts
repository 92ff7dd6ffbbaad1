import { Refusal } from '../../platform/errors.ts';

const bad = (message: string, field?: string) =>
  new Refusal('bad_request', 400, message, field === undefined ? {} : { details: { field } });

export const lockNotFound = () => new Refusal('lock_not_found', 404, '没有这个暂停，或它已经结束');

export const reasonEmpty = () => bad('请填写原因', 'reason');
export const noteEmpty = () => bad('请填写处理说明', 'note');
export const expiryPast = () => bad('到期时间应在现在之后', 'expiresAt');

export const memberNotFound = () => new Refusal('member_not_found', 404, '没有这个会员');
export const memberNumberInvalid = () => bad('请填写会员编号，例如 12', 'subject');
export const openIdInvalid = () => bad('openid 只有字母、数字、下划线和减号', 'subject');
export const networkInvalid = () =>
  bad('请填写 IP 地址或网段，例如 203.0.113.7 或 203.0.113.0/24', 'subject');
export const networkTooWide = () =>
  bad('网段太大，会挡住很多人：IPv4 最大 /8，IPv6 最大 /16', 'subject');
export const networkLoopback = () => bad('这是服务器自己的地址，不能加入黑名单', 'subject');
export const networkOwn = () => bad('这个网段包含您自己正在使用的地址', 'subject');

export const alreadyBlacklisted = () =>
  new Refusal('bad_request', 409, '已经在黑名单中，请先解除原来的那一条');
export const blacklistEntryNotFound = () =>
  new Refusal('blacklist_entry_not_found', 404, '黑名单中没有这一条');
export const alreadyLifted = () => new Refusal('changed_meanwhile', 409, '这一条已经解除了');

export const alarmNotFound = () => new Refusal('alarm_not_found', 404, '没有这个提醒');
export const alarmAlreadySettled = () =>
  new Refusal('changed_meanwhile', 409, '这个提醒已经有人处理了');
export const alarmIsOpen = () => new Refusal('changed_meanwhile', 409, '这个提醒还没有处理');
export const alarmRaisedAnew = () =>
  new Refusal(
    'changed_meanwhile',
    409,
    '同样的情况又发生过，已有一个未处理的提醒，请直接处理那一个',
  );
