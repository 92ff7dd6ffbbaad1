import { Refusal } from '../../platform/errors.ts';

export const giftNotFound = () => new Refusal('gift_not_found', 404, '没有这个礼品');

export const giftNotOnSale = () => new Refusal('gift_not_on_sale', 409, '这个礼品已下架');

export const giftChanged = (pointsPrice: number) =>
  new Refusal('gift_changed', 409, `这个礼品现在需要 ${pointsPrice} 积分，请确认后再兑换`, {
    details: { pointsPrice },
  });

export const giftSoldOut = (left: number) =>
  new Refusal('gift_sold_out', 409, left === 0 ? '这个礼品已兑完' : `这个礼品只剩 ${left} 件`, {
    details: { left },
  });

export const giftIncomplete = (message: string) => new Refusal('gift_incomplete', 400, message);

export const stockTooLow = (left: number) =>
  new Refusal('gift_sold_out', 409, `库存只有 ${left} 件，不能减得更多`, { details: { left } });

export const stockTooHigh = (stockMax: number) =>
  new Refusal('bad_request', 400, `库存最多 ${stockMax} 件`);

export const stockUnchanged = () => new Refusal('bad_request', 400, '请填写增加或减少的件数');
