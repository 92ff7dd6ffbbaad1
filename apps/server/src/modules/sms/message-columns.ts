import type { SmsMessage } from '@mashang/contract';
import { momentCell } from '../../platform/send-list.ts';
import type { ListColumn } from '../../platform/send-list.ts';

const states = {
  zh: { sending: '发送中', sent: '已发送', failed: '失败' },
  en: { sending: 'sending', sent: 'sent', failed: 'failed' },
};

/** Messages as a file shows them. */
export const messageColumns: ListColumn<SmsMessage>[] = [
  { zh: '时间', en: 'Time', cell: ({ createdAt }) => momentCell(createdAt) },
  { zh: '手机尾号', en: 'Last digits', cell: ({ mobileLast4 }) => mobileLast4 },
  { zh: '通道', en: 'Channel', cell: ({ provider }) => provider },
  { zh: '状态', en: 'State', cell: ({ state }, language) => states[language][state] },
  { zh: '失败原因', en: 'Failure', cell: ({ failure }) => failure },
  { zh: '先试的通道', en: 'Tried before', cell: ({ firstFailure }) => firstFailure },
  { zh: '费用（元）', en: 'Cost (yuan)', cell: ({ priceMilliyuan }) => priceMilliyuan / 1000 },
  { zh: '网络地址', en: 'Address', cell: ({ address }) => address },
];
