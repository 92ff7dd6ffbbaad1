import type { CodeImport } from '@mashang/contract';
import { momentCell } from '../../../platform/send-list.ts';
import type { ListColumn } from '../../../platform/send-list.ts';

const stateTexts: Record<CodeImport['state'], { zh: string; en: string }> = {
  receiving: { zh: '接收中', en: 'receiving' },
  received: { zh: '待开始', en: 'received' },
  waiting: { zh: '排队中', en: 'waiting' },
  reading: { zh: '读取中', en: 'reading' },
  comparing: { zh: '比对中', en: 'comparing' },
  checked: { zh: '已试算', en: 'checked' },
  storing: { zh: '写入中', en: 'storing' },
  done: { zh: '已完成', en: 'done' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  failed: { zh: '失败', en: 'failed' },
};

export const importColumns: ListColumn<CodeImport>[] = [
  { zh: '编号', en: 'Number', cell: (row) => row.importId },
  { zh: '批次', en: 'Batch', cell: (row) => row.batchId },
  { zh: '产品', en: 'Product', cell: (row) => row.productName },
  { zh: '文件', en: 'File', cell: (row) => row.fileName },
  { zh: '状态', en: 'State', cell: (row, language) => stateTexts[row.state][language] },
  { zh: '字节数', en: 'Bytes', cell: (row) => row.fileBytes },
  { zh: '已读行数', en: 'Lines read', cell: (row) => row.linesRead },
  { zh: '已导入', en: 'Accepted', cell: (row) => row.accepted },
  { zh: '文件内重复', en: 'Repeated in the file', cell: (row) => row.duplicateInFile },
  { zh: '此前已导入', en: 'Imported before', cell: (row) => row.duplicateInDatabase },
  { zh: '无法识别', en: 'Not readable', cell: (row) => row.malformed },
  { zh: '失败原因', en: 'Failure', cell: (row) => row.failure },
  { zh: '操作人', en: 'By', cell: (row) => row.staffName },
  { zh: '开始时间', en: 'Started', cell: (row) => momentCell(row.startedAt) },
  { zh: '完成时间', en: 'Finished', cell: (row) => momentCell(row.finishedAt) },
];
