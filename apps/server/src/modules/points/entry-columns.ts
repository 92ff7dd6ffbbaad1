import type { EntryKind, MemberKind, PointsEntry } from '@mashang/contract';
import { regionName } from '@mashang/contract/region-tree';
import { momentCell, type ListColumn } from '../../platform/send-list.ts';

const kinds = {
  zh: { award: '扫码积分', spend: '兑换', refund: '退回', expiry: '过期', adjustment: '调整' },
  en: {
    award: 'Scan',
    spend: 'Redeemed',
    refund: 'Refund',
    expiry: 'Expired',
    adjustment: 'Adjustment',
  },
} satisfies Record<string, Record<EntryKind, string>>;

const memberKinds = {
  zh: { consumer: '消费者', chef: '厨师' },
  en: { consumer: 'Consumer', chef: 'Chef' },
} satisfies Record<string, Record<MemberKind, string>>;

/** The columns of 积分明细 as a file. */
export const entryColumns: ListColumn<PointsEntry>[] = [
  { zh: '明细编号', en: 'Entry', cell: (entry) => entry.entryId },
  { zh: '时间', en: 'Time', cell: (entry) => momentCell(entry.createdAt) },
  { zh: '会员', en: 'Member', cell: (entry) => entry.memberName },
  { zh: '手机号', en: 'Mobile', cell: (entry) => entry.mobileMasked },
  {
    zh: '会员类型',
    en: 'Kind of member',
    cell: (entry, language) => memberKinds[language][entry.memberKind],
  },
  {
    zh: '地区',
    en: 'Region',
    cell: ({ regionCode }) => (regionCode ? regionName(regionCode) : ''),
  },
  { zh: '变动', en: 'Movement', cell: (entry, language) => kinds[language][entry.kind] },
  { zh: '积分', en: 'Points', cell: (entry) => entry.points },
  { zh: '余额', en: 'Balance', cell: (entry) => entry.balanceAfter },
  { zh: '产品', en: 'Product', cell: (entry) => entry.productName },
  { zh: '批次', en: 'Batch', cell: (entry) => entry.batchId },
  { zh: '说明', en: 'Explanation', cell: (entry) => entry.explanation },
];
