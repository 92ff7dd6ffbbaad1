import type { Alarm, Allowance, BlacklistEntry } from '@mashang/contract';
import { momentCell } from '../../../platform/send-list.ts';
import type { ListColumn } from '../../../platform/send-list.ts';

const blacklistKinds = {
  zh: { member: '会员', openId: '微信号', network: '网络' },
  en: { member: 'member', openId: 'WeChat user', network: 'network' },
} as const;

export const blacklistColumns: ListColumn<BlacklistEntry>[] = [
  { zh: '编号', en: 'Number', cell: (row) => row.blacklistEntryId },
  { zh: '类型', en: 'Kind', cell: (row, language) => blacklistKinds[language][row.kind] },
  { zh: '对象', en: 'Who', cell: (row) => row.subject },
  { zh: '会员', en: 'Member', cell: (row) => row.memberName },
  { zh: '原因', en: 'Reason', cell: (row) => row.reason },
  { zh: '到期时间', en: 'Expires', cell: (row) => momentCell(row.expiresAt) },
  { zh: '加入人', en: 'Added by', cell: (row) => row.staffName },
  { zh: '加入时间', en: 'Added', cell: (row) => momentCell(row.createdAt) },
  { zh: '解除时间', en: 'Lifted', cell: (row) => momentCell(row.liftedAt) },
  { zh: '解除人', en: 'Lifted by', cell: (row) => row.liftedByName },
  { zh: '解除原因', en: 'Reason of lifting', cell: (row) => row.liftReason },
];

export const allowanceColumns: ListColumn<Allowance>[] = [
  { zh: '会员编号', en: 'Member number', cell: (row) => row.memberId },
  { zh: '会员', en: 'Member', cell: (row) => row.memberName },
  { zh: '手机号', en: 'Mobile', cell: (row) => row.mobileMasked },
  { zh: '每日积分上限', en: 'Codes a day', cell: (row) => row.dailyClaimsMax },
  { zh: '原因', en: 'Reason', cell: (row) => row.reason },
  { zh: '到期时间', en: 'Expires', cell: (row) => momentCell(row.expiresAt) },
  { zh: '设置人', en: 'Set by', cell: (row) => row.staffName },
  { zh: '设置时间', en: 'Set', cell: (row) => momentCell(row.createdAt) },
];

const alarmStates = {
  zh: { open: '未处理', settled: '已处理' },
  en: { open: 'open', settled: 'settled' },
} as const;

export const alarmColumns: ListColumn<Alarm>[] = [
  { zh: '编号', en: 'Number', cell: (row) => row.alarmId },
  { zh: '提醒', en: 'Alarm', cell: (row) => row.title },
  { zh: '说明', en: 'Detail', cell: (row) => row.detail },
  { zh: '会员编号', en: 'Member number', cell: (row) => row.memberId },
  { zh: '码', en: 'Code', cell: (row) => row.codeRef },
  { zh: '批次', en: 'Batch', cell: (row) => row.batchId },
  { zh: '交付', en: 'Deliveries', cell: (row) => row.deliveryIds.join(' ') },
  { zh: '状态', en: 'State', cell: (row, language) => alarmStates[language][row.state] },
  { zh: '次数', en: 'Times', cell: (row) => row.times },
  { zh: '第一次', en: 'First', cell: (row) => momentCell(row.firstAt) },
  { zh: '最近一次', en: 'Last', cell: (row) => momentCell(row.lastAt) },
  { zh: '处理时间', en: 'Settled', cell: (row) => momentCell(row.settledAt) },
  { zh: '处理人', en: 'Settled by', cell: (row) => row.settledByName },
  { zh: '处理说明', en: 'Note', cell: (row) => row.note },
];
