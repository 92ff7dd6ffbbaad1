import type { NoticeDelivery } from '@mashang/contract';
import { momentCell } from '../../platform/send-list.ts';
import type { ListColumn } from '../../platform/send-list.ts';
import { deliveryTexts } from '../../texts-notice-channels.ts';

/** Deliveries as a file shows them. */
export const deliveryColumns: ListColumn<NoticeDelivery>[] = [
  { zh: '时间', en: 'Time', cell: ({ createdAt }) => momentCell(createdAt) },
  { zh: '会员', en: 'Member', cell: ({ memberName }) => memberName },
  { zh: '手机号', en: 'Mobile', cell: ({ mobileMasked }) => mobileMasked },
  { zh: '内容', en: 'Told', cell: ({ title }) => title },
  {
    zh: '渠道',
    en: 'Channel',
    cell: ({ channel }, language) => deliveryTexts[language].channels[channel],
  },
  { zh: '状态', en: 'State', cell: ({ state }, language) => deliveryTexts[language].states[state] },
  { zh: '原因', en: 'Reason', cell: ({ reason }) => reason },
  { zh: '微信回报时间', en: 'Reported', cell: ({ reportedAt }) => momentCell(reportedAt) },
];
