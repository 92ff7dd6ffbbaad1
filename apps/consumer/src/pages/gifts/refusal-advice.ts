import type { ReplyOf } from '@mashang/contract';
import { ApiError } from '../../shared/api.ts';
import { failureText } from '../../shared/failure-text.ts';
import { t } from '../../shared/language.ts';
import { mostPieces, pointsMissing } from './how-many.ts';

type Gift = ReplyOf<'GET /api/gifts/:giftId'>;

/** What to tell a member whose redemption was refused, and where that leads. */
export interface Advice {
  text: string;
  /** `here`: something on this page can be changed and confirmed again. */
  next: 'here' | 'address' | 'scan' | 'gifts';
}

/**
 * Explains a refusal with what stands now.
 *
 * @param gift as it is after the refusal; undefined once it was taken off sale
 */
export function adviceFor(
  error: unknown,
  gift: Gift | undefined,
  wish: { quantity: number; balance: number },
): Advice {
  const code = error instanceof ApiError ? error.code : undefined;
  if (code === 'gift_not_on_sale' || code === 'gift_not_found' || !gift) {
    return { text: t('redeemOffSale'), next: 'gifts' };
  }
  if (code === 'gift_changed') {
    return { text: t('redeemChanged', { price: gift.pointsPrice }), next: 'here' };
  }
  if (code === 'gift_sold_out') {
    return gift.stock > 0
      ? { text: t('redeemFewLeft', { count: gift.stock }), next: 'here' }
      : { text: t('redeemSoldOut'), next: 'gifts' };
  }
  if (code === 'gift_limit_reached') {
    const left = gift.leftForMember ?? 0;
    const text = t('redeemLimit', { limit: gift.limitPerMember ?? 0, left });
    return { text, next: left > 0 ? 'here' : 'gifts' };
  }
  if (code === 'points_short') {
    const missing = pointsMissing(gift.pointsPrice * wish.quantity, wish.balance);
    const text = t('redeemShort', { missing });
    return { text, next: mostPieces(gift, wish.balance).count > 0 ? 'here' : 'scan' };
  }
  if (code === 'address_not_found') return { text: t('redeemAddressGone'), next: 'address' };
  return { text: failureText(error), next: 'here' };
}
