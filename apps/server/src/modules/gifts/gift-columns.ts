import type { Gift, GiftState } from '@mashang/contract';
import { momentCell, type ListColumn } from '../../platform/send-list.ts';

const states: Record<'zh' | 'en', Record<GiftState, string>> = {
  zh: { draft: '草稿', onSale: '上架', offSale: '下架', archived: '已归档' },
  en: { draft: 'draft', onSale: 'on sale', offSale: 'off sale', archived: 'archived' },
};

/** Gifts as a file. */
export const giftColumns: ListColumn<Gift>[] = [
  { zh: '编号', en: 'id', cell: (gift) => gift.giftId },
  { zh: '名称', en: 'name', cell: (gift) => gift.name },
  { zh: '所需积分', en: 'points', cell: (gift) => gift.pointsPrice },
  { zh: '库存', en: 'stock', cell: (gift) => gift.stock },
  { zh: '已兑件数', en: 'redeemed', cell: (gift) => gift.redeemedCount },
  { zh: '每人限兑', en: 'limit per member', cell: (gift) => gift.limitPerMember },
  { zh: '状态', en: 'state', cell: (gift, language) => states[language][gift.state] },
  { zh: '排序', en: 'order', cell: (gift) => gift.sortOrder },
  { zh: '创建时间', en: 'created at', cell: (gift) => momentCell(gift.createdAt) },
  { zh: '更新时间', en: 'updated at', cell: (gift) => momentCell(gift.updatedAt) },
];
