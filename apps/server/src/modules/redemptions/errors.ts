import type { RedemptionState } from '@mashang/contract';
import { Refusal } from '../../platform/errors.ts';

export const redemptionNotFound = () => new Refusal('redemption_not_found', 404, '没有这笔兑换');

const stateWords: Record<RedemptionState, string> = {
  applied: '还在等待审核',
  approved: '已通过审核',
  shipped: '已寄出',
  received: '已收货',
  rejected: '已被拒绝，积分已退回',
  cancelled: '已取消，积分已退回',
};

/** Somebody was first, or the page is old: tells what stands now. */
export const redemptionStateConflict = (state: RedemptionState) =>
  new Refusal('redemption_state_conflict', 409, `这笔兑换${stateWords[state]}，不能这样操作`, {
    details: { state },
  });

export const giftChanged = (pointsPrice: number) =>
  new Refusal('gift_changed', 409, `这个礼品现在需要 ${pointsPrice} 积分，请确认后再兑换`, {
    details: { pointsPrice },
  });

export const giftLimitReached = (limit: number, left: number) =>
  new Refusal('gift_limit_reached', 409, `每人限兑 ${limit} 件，您还可以兑换 ${left} 件`, {
    details: { limit, left },
  });

export const pointsShort = (balance: number) =>
  new Refusal('points_short', 409, `积分不足，当前积分 ${balance} 分`, { details: { balance } });

export const shipmentIncomplete = () => new Refusal('bad_request', 400, '请填写快递公司和快递单号');

export const reasonMissing = () => new Refusal('bad_request', 400, '请填写拒绝的原因');
