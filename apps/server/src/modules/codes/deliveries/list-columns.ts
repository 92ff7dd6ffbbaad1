import type { Delivery } from '@mashang/contract';
import { momentCell } from '../../../platform/send-list.ts';
import type { ListColumn } from '../../../platform/send-list.ts';

const purposeTexts: Record<Delivery['purpose'], { zh: string; en: string }> = {
  print: { zh: '印刷', en: 'print' },
  sample: { zh: '样张', en: 'sample' },
  archive: { zh: '存档', en: 'archive' },
};
const stateTexts: Record<Delivery['state'], { zh: string; en: string }> = {
  open: { zh: '可领取', en: 'open' },
  usedUp: { zh: '次数用完', en: 'used up' },
  expired: { zh: '已过期', en: 'expired' },
  revoked: { zh: '已撤销', en: 'revoked' },
};
const protectionTexts = {
  zh: { yes: '加密', no: '不加密' },
  en: { yes: 'encrypted', no: 'plain' },
};

/** The list of copies as a file; no column opens one. */
export const deliveryColumns: ListColumn<Delivery>[] = [
  { zh: '编号', en: 'Number', cell: (row) => row.deliveryId },
  { zh: '批次', en: 'Batch', cell: (row) => row.batchId },
  { zh: '起始序号', en: 'First serial', cell: (row) => row.firstSerial },
  { zh: '结束序号', en: 'Last serial', cell: (row) => row.lastSerial },
  { zh: '用途', en: 'Purpose', cell: (row, language) => purposeTexts[row.purpose][language] },
  { zh: '接收人', en: 'Recipient', cell: (row) => row.recipient },
  { zh: '备注', en: 'Note', cell: (row) => row.note },
  { zh: '格式', en: 'Format', cell: (row) => row.format.kind.toUpperCase() },
  {
    zh: '保护',
    en: 'Protection',
    cell: (row, language) => protectionTexts[language][row.isProtected ? 'yes' : 'no'],
  },
  { zh: '状态', en: 'State', cell: (row, language) => stateTexts[row.state][language] },
  { zh: '有效期至', en: 'Expires', cell: (row) => momentCell(row.expiresAt) },
  { zh: '已下载', en: 'Downloads', cell: (row) => row.downloadsDone },
  { zh: '可下载', en: 'Downloads allowed', cell: (row) => row.downloadsMax },
  { zh: '追踪码', en: 'Copy marks', cell: (row) => row.markCount },
  { zh: '被扫的追踪码', en: 'Copy marks scanned', cell: (row) => row.marksScanned },
  { zh: '首次下载', en: 'First taken', cell: (row) => momentCell(row.firstFetchedAt) },
  { zh: '创建人', en: 'Made by', cell: (row) => row.createdByName },
  { zh: '创建时间', en: 'Made', cell: (row) => momentCell(row.createdAt) },
  { zh: '撤销时间', en: 'Revoked', cell: (row) => momentCell(row.revokedAt) },
  { zh: '撤销人', en: 'Revoked by', cell: (row) => row.revokedByName },
  { zh: '撤销原因', en: 'Reason of revoking', cell: (row) => row.revokeReason },
];
