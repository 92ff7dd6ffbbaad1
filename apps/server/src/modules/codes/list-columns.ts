import type { Batch } from '@mashang/contract';
import { momentCell } from '../../platform/send-list.ts';
import type { ListColumn } from '../../platform/send-list.ts';

const sourceTexts: Record<Batch['source'], { zh: string; en: string }> = {
  own: { zh: '本系统生成', en: 'made here' },
  imported: { zh: '外部导入', en: 'imported' },
};
const batchStateTexts: Record<Batch['state'], { zh: string; en: string }> = {
  importing: { zh: '导入中', en: 'importing' },
  minted: { zh: '未激活', en: 'not active' },
  delivered: { zh: '已交付，未激活', en: 'delivered, not active' },
  scheduled: { zh: '定时激活', en: 'scheduled' },
  activated: { zh: '已激活', en: 'active' },
  frozen: { zh: '已冻结', en: 'frozen' },
  void: { zh: '已作废', en: 'void' },
  mixed: { zh: '各段不同', en: 'mixed' },
};
const urlFormTexts: Record<Batch['urlForm'], { zh: string; en: string }> = {
  mixed: { zh: '普通网址', en: 'plain' },
  upper: { zh: '大写网址', en: 'upper case' },
  gs1: { zh: 'GS1 网址', en: 'GS1 Digital Link' },
};

/** The list of batches as a file; no column says what a code is. */
export const batchColumns: ListColumn<Batch>[] = [
  { zh: '批次', en: 'Batch', cell: (row) => row.batchId },
  { zh: '产品', en: 'Product', cell: (row) => row.productName },
  { zh: '来源', en: 'Source', cell: (row, language) => sourceTexts[row.source][language] },
  { zh: '状态', en: 'State', cell: (row, language) => batchStateTexts[row.state][language] },
  { zh: '段数', en: 'Ranges', cell: (row) => row.rangeCount },
  { zh: '数量', en: 'Quantity', cell: (row) => row.quantity },
  { zh: '已积分', en: 'Claimed', cell: (row) => row.claimedCount },
  { zh: '码长', en: 'Code length', cell: (row) => row.codeLength },
  { zh: '网址形式', en: 'Address', cell: (row, language) => urlFormTexts[row.urlForm][language] },
  { zh: '密钥版本', en: 'Key version', cell: (row) => row.keyVersion },
  { zh: '交付份数', en: 'Deliveries', cell: (row) => row.deliveryCount },
  { zh: '备注', en: 'Note', cell: (row) => row.note },
  { zh: '创建时间', en: 'Created', cell: (row) => momentCell(row.createdAt) },
  { zh: '创建人', en: 'Created by', cell: (row) => row.createdByName },
  { zh: '激活时间', en: 'Activated', cell: (row) => momentCell(row.activatedAt) },
];
