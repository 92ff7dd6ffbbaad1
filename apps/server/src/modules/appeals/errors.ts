import type { AppealState } from '@mashang/contract';
import { Refusal } from '../../platform/errors.ts';

export const appealNotFound = () => new Refusal('appeal_not_found', 404, '没有这个申诉');

export const pictureNotFound = () => new Refusal('picture_not_found', 404, '没有这张图片');

export const memberNotFound = () => new Refusal('member_not_found', 404, '没有这位会员');

const stateWords: Record<AppealState, string> = {
  open: '还在等待处理',
  waitingApproval: '正在等待另一位同事复核',
  answered: '已经答复',
  withdrawn: '已由会员撤回',
};

/** Somebody was first, or the page is old: tells what stands now. */
export const appealStateConflict = (state: AppealState) =>
  new Refusal('appeal_state_conflict', 409, `这个申诉${stateWords[state]}，不能这样操作`, {
    details: { state },
  });

/** The same code again, while the first appeal about it is still looked at. */
export const alreadyAppealed = (appealId: number) =>
  new Refusal('appeal_state_conflict', 409, '这个码您已提交过申诉，正在处理，请等待答复', {
    details: { appealId },
  });

export const appealEmpty = () =>
  new Refusal('bad_request', 400, '请写一句说明、填写码，或拍一张照片');

export const appealLimitReached = (limit: number) =>
  new Refusal('appeal_limit_reached', 409, `每天最多提交 ${limit} 个申诉，请明天再来`, {
    details: { limit },
  });

export const wordsMissing = (name: string) =>
  new Refusal('bad_request', 400, `请填写${name}`, { details: { field: name } });

export const grantAboveMax = (pointsMax: number) =>
  new Refusal('grant_too_large', 409, `一个申诉最多补给 ${pointsMax} 积分`, {
    details: { pointsMax },
  });

export const grantAboveDay = (pointsLeftToday: number) =>
  new Refusal('grant_too_large', 409, `您今天还可以补给 ${pointsLeftToday} 积分`, {
    details: { pointsLeftToday },
  });

export const secondApproverNeeded = () =>
  new Refusal('second_approver_needed', 409, '自己提议的积分要由另一位管理员复核');
