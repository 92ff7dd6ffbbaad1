import type { LoggedOutcome, LoggedScan, ScanChannel, SuspiciousCode } from '@mashang/contract';
import { regionName } from '@mashang/contract/region-tree';
import { momentCell, type ListColumn } from '../../../platform/send-list.ts';

const outcomes = {
  zh: {
    awarded: '积分成功',
    alreadyYours: '本人已积过',
    claimedByAnother: '他人已积过',
    notActivated: '未启用',
    frozen: '已冻结',
    void: '已作废',
    unknownCode: '没有这个码',
    lockedOut: '已锁定',
    blocked: '黑名单',
    dailyLimit: '超出当日上限',
    memberFrozen: '账户冻结',
    checked: '防伪查询',
  },
  en: {
    awarded: 'Points added',
    alreadyYours: 'Claimed before by the same member',
    claimedByAnother: 'Claimed by another member',
    notActivated: 'Not active yet',
    frozen: 'Paused',
    void: 'Withdrawn',
    unknownCode: 'No such code',
    lockedOut: 'Locked out',
    blocked: 'Blacklisted',
    dailyLimit: "Over the day's limit",
    memberFrozen: 'Account frozen',
    checked: 'Authenticity check',
  },
} satisfies Record<string, Record<LoggedOutcome, string>>;

const channels = {
  zh: { page: '网页', chat: '公众号', check: '防伪查询' },
  en: { page: 'Page', chat: 'Chat', check: 'Authenticity check' },
} satisfies Record<string, Record<ScanChannel, string>>;

/** The columns of 扫码记录 as a file. */
export const scanColumns: ListColumn<LoggedScan>[] = [
  { zh: '时间', en: 'Time', cell: (row) => momentCell(row.scannedAt) },
  { zh: '结果', en: 'Outcome', cell: (row, language) => outcomes[language][row.outcome] },
  {
    zh: '渠道',
    en: 'Channel',
    cell: (row, language) => row.channel && channels[language][row.channel],
  },
  { zh: '会员编号', en: 'Member number', cell: (row) => row.memberId },
  { zh: '会员', en: 'Member', cell: (row) => row.memberName },
  { zh: '手机号', en: 'Mobile', cell: (row) => row.mobileMasked },
  { zh: '码编号', en: 'Code number', cell: (row) => row.codeRef },
  { zh: '产品', en: 'Product', cell: (row) => row.productName },
  { zh: '批次', en: 'Batch', cell: (row) => row.batchId },
  { zh: '积分', en: 'Points', cell: (row) => row.points },
  { zh: '省份', en: 'Province', cell: ({ province }) => province && regionName(province) },
  { zh: '网络', en: 'Network', cell: (row) => row.network },
];

/** The columns of 可疑码 as a file: numbers, never the code itself. */
export const suspiciousColumns: ListColumn<SuspiciousCode>[] = [
  { zh: '码编号', en: 'Code number', cell: (row) => row.codeRef },
  { zh: '产品', en: 'Product', cell: (row) => row.productName },
  { zh: '批次', en: 'Batch', cell: (row) => row.batchId },
  { zh: '序号', en: 'Serial', cell: (row) => row.serial },
  { zh: '扫码次数', en: 'Scans', cell: (row) => row.scans },
  { zh: '人数', en: 'People', cell: (row) => row.people },
  { zh: '省份数', en: 'Provinces', cell: (row) => row.provinces },
  { zh: '首次扫码', en: 'First scan', cell: (row) => momentCell(row.firstScannedAt) },
  { zh: '最近扫码', en: 'Last scan', cell: (row) => momentCell(row.lastScannedAt) },
  { zh: '列入时间', en: 'Listed', cell: (row) => momentCell(row.flaggedAt) },
  { zh: '处理时间', en: 'Cleared', cell: (row) => momentCell(row.clearedAt) },
  { zh: '处理人', en: 'Cleared by', cell: (row) => row.clearedByName },
  { zh: '处理说明', en: 'Note', cell: (row) => row.note },
];
