import type { Redemption, RedemptionState } from '@mashang/contract';
import { regionName } from '@mashang/contract/region-tree';
import { momentCell, type ListColumn } from '../../platform/send-list.ts';
import type { GiftAddress } from './address-seal.ts';

/** A line of the file; the address only when it was asked for. */
export type RedemptionLine = Redemption & { address: GiftAddress | null };

const states: Record<'zh' | 'en', Record<RedemptionState, string>> = {
  zh: {
    applied: '待审核',
    approved: '待发货',
    shipped: '已发货',
    received: '已收货',
    rejected: '已拒绝',
    cancelled: '已取消',
  },
  en: {
    applied: 'to approve',
    approved: 'to ship',
    shipped: 'shipped',
    received: 'received',
    rejected: 'rejected',
    cancelled: 'cancelled',
  },
};
const kinds = {
  zh: { consumer: '消费者', chef: '厨师' },
  en: { consumer: 'consumer', chef: 'chef' },
} as const;

/** Redemptions as a file. */
export const redemptionColumns: ListColumn<RedemptionLine>[] = [
  { zh: '兑换编号', en: 'id', cell: (line) => line.redemptionId },
  { zh: '申请时间', en: 'applied at', cell: (line) => momentCell(line.createdAt) },
  { zh: '状态', en: 'state', cell: (line, language) => states[language][line.state] },
  { zh: '礼品', en: 'gift', cell: (line) => line.giftName },
  { zh: '数量', en: 'quantity', cell: (line) => line.quantity },
  { zh: '积分', en: 'points', cell: (line) => line.pointsTotal },
  { zh: '会员编号', en: 'member', cell: (line) => line.memberId },
  { zh: '会员', en: 'member name', cell: (line) => line.memberName },
  { zh: '会员手机', en: 'member mobile', cell: (line) => line.mobileMasked },
  { zh: '身份', en: 'kind', cell: (line, language) => kinds[language][line.memberKind] },
  { zh: '会员地区', en: 'region', cell: (line) => regionCell(line.regionCode) },
  { zh: '备注', en: 'note', cell: (line) => line.memberNote },
  { zh: '快递公司', en: 'carrier', cell: (line) => line.carrier },
  { zh: '快递单号', en: 'tracking number', cell: (line) => line.trackingNumber },
  { zh: '拒绝原因', en: 'reason', cell: (line) => line.rejectReason },
  { zh: '更新时间', en: 'updated at', cell: (line) => momentCell(line.updatedAt) },
];

/** For the carrier. */
export const addressColumns: ListColumn<RedemptionLine>[] = [
  { zh: '收件人', en: 'recipient', cell: (line) => line.address?.recipient ?? null },
  { zh: '收件手机', en: 'recipient mobile', cell: (line) => line.address?.mobile ?? null },
  { zh: '收件地区', en: 'area', cell: (line) => regionCell(line.address?.regionCode ?? null) },
  { zh: '详细地址', en: 'address', cell: (line) => line.address?.detail ?? null },
];

function regionCell(regionCode: string | null): string | null {
  return regionCode === null ? null : regionName(regionCode) || regionCode;
}
