import type {
  Campaign,
  CampaignEffect,
  CampaignState,
  MemberKind,
  Occasion,
} from '@mashang/contract';
import { regionName } from '@mashang/contract/region-tree';
import { momentCell, type ListColumn } from '../../platform/send-list.ts';

type Texts<Key extends string> = Record<'zh' | 'en', Record<Key, string>>;

const states: Texts<CampaignState> = {
  zh: { draft: '草稿', running: '进行中', paused: '已暂停', ended: '已结束' },
  en: { draft: 'Draft', running: 'Running', paused: 'Paused', ended: 'Ended' },
};

const kinds: Texts<MemberKind> = {
  zh: { consumer: '消费者', chef: '厨师' },
  en: { consumer: 'Consumer', chef: 'Chef' },
};

const occasions: Texts<Occasion> = {
  zh: { any: '每次', firstEver: '首次扫码', firstOfDay: '当天首次', firstOfProduct: '该产品首次' },
  en: {
    any: 'Every scan',
    firstEver: 'First scan ever',
    firstOfDay: 'First of the day',
    firstOfProduct: 'First of the product',
  },
};

/** The list of campaigns as a file. An empty cell: no such condition or limit. */
export const campaignColumns: ListColumn<Campaign>[] = [
  { zh: '编号', en: 'Number', cell: (row) => row.campaignId },
  { zh: '活动', en: 'Campaign', cell: (row) => row.name },
  { zh: '状态', en: 'State', cell: (row, language) => states[language][row.state] },
  { zh: '开始', en: 'Starts', cell: (row) => momentCell(row.startsAt) },
  { zh: '结束', en: 'Ends', cell: (row) => momentCell(row.endsAt) },
  { zh: '产品', en: 'Products', cell: (row) => row.productNames.join(' / ') },
  { zh: '批次', en: 'Batches', cell: (row) => row.batchRanges.map(tellRange).join(' / ') },
  {
    zh: '会员类型',
    en: 'Kinds of member',
    cell: (row, language) => row.memberKinds.map((kind) => kinds[language][kind]).join(' / '),
  },
  { zh: '地区', en: 'Regions', cell: (row) => row.regionCodes.map(regionName).join(' / ') },
  { zh: '场合', en: 'Occasion', cell: (row, language) => occasions[language][row.occasion] },
  { zh: '效果', en: 'Effect', cell: (row, language) => tellEffect(row.effect, language) },
  { zh: '叠加顺序', en: 'Order', cell: (row) => row.position },
  { zh: '之后不再叠加', en: 'Last', cell: (row) => (row.isLast ? '✓' : '') },
  { zh: '每人每天次数', en: 'Times a member a day', cell: (row) => row.memberDailyTimesMax },
  { zh: '每人总次数', en: 'Times a member in all', cell: (row) => row.memberTotalTimesMax },
  { zh: '预算', en: 'Budget', cell: (row) => row.budgetPoints },
  { zh: '已送积分', en: 'Spent', cell: (row) => row.spentPoints },
  { zh: '已用次数', en: 'Times applied', cell: (row) => row.appliedTimes },
  { zh: '创建时间', en: 'Created', cell: (row) => momentCell(row.createdAt) },
];

function tellRange({ batchId, firstSerial, lastSerial }: Campaign['batchRanges'][number]): string {
  if (firstSerial === null && lastSerial === null) return String(batchId);
  return `${batchId}: ${firstSerial ?? ''}–${lastSerial ?? ''}`;
}

function tellEffect(effect: CampaignEffect, language: 'zh' | 'en'): string {
  switch (effect.kind) {
    case 'multiply':
      return `× ${effect.factorPercent / 100}`;
    case 'add':
      return `+${effect.points}`;
    case 'fixed':
      return language === 'zh' ? `固定 ${effect.points}` : `Fixed ${effect.points}`;
    case 'random':
      return `+${effect.pointsMin}–${effect.pointsMax}`;
  }
}
