import type { StatisticsDimension } from '@mashang/contract';
import type { TableCell } from '../../platform/send-table.ts';
import type { Language } from './name-keys.ts';
import type { Statistics } from './read-statistics.ts';

const words = {
  zh: {
    claims: '积分次数',
    points: '积分',
    previous: '上期',
    total: '合计',
    leftOut: (rows: number) => `另有 ${rows} 行未列出`,
    dimensions: {
      hour: '小时',
      day: '日期',
      week: '周',
      month: '月份',
      province: '省份',
      city: '城市',
      product: '产品',
      batch: '批次',
      memberKind: '会员类型',
      member: '会员',
    } satisfies Record<StatisticsDimension, string>,
  },
  en: {
    claims: 'Claims',
    points: 'Points',
    previous: 'Before:',
    total: 'Total',
    leftOut: (rows: number) => `${rows} more rows are not listed`,
    dimensions: {
      hour: 'Hour',
      day: 'Day',
      week: 'Week',
      month: 'Month',
      province: 'Province',
      city: 'City',
      product: 'Product',
      batch: 'Batch',
      memberKind: 'Kind of member',
      member: 'Member',
    } satisfies Record<StatisticsDimension, string>,
  },
};

/** The figures as a table: a row each, the total last. */
export function tableOfStatistics(
  statistics: Statistics,
  by: StatisticsDimension,
  language: Language,
): { columns: string[]; rows: TableCell[][] } {
  const { claims, points, previous, total, leftOut, dimensions } = words[language];
  const { rows, columns, previousTotal, rowsLeftOut } = statistics;
  const figures = ({ claims, points }: { claims: number; points: number }) => [claims, points];
  const lastRows: TableCell[][] = [
    [total, ...figures(statistics.total), ...(previousTotal ? figures(previousTotal) : [])],
  ];
  if (rowsLeftOut > 0) lastRows.push([leftOut(rowsLeftOut)]);
  return {
    columns: [
      dimensions[by],
      ...[claims, points],
      ...(previousTotal ? [`${previous} ${claims}`, `${previous} ${points}`] : []),
      ...columns.flatMap(({ label }) => [`${label} ${claims}`, `${label} ${points}`]),
    ],
    rows: [
      ...rows.map((row) => [
        row.label,
        ...figures(row),
        ...(row.previous ? figures(row.previous) : []),
        ...row.cells.flatMap(figures),
      ]),
      ...lastRows,
    ],
  };
}
