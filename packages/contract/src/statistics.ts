import { Type } from 'typebox';
import type { Static } from 'typebox';
import { BatchId, ExportFormat, Id, Moment, nullable, RegionCode, strictObject } from './common.ts';
import { MemberKind } from './members.ts';

/** What figures can be sorted into. `region` is provinces, or the cities of a province filtered by. */
export const StatisticsDimension = Type.Enum([
  'hour',
  'day',
  'week',
  'month',
  'province',
  'city',
  'product',
  'batch',
  'memberKind',
  'member',
]);
export type StatisticsDimension = Static<typeof StatisticsDimension>;

const Figures = {
  claims: Type.Integer(),
  points: Type.Integer(),
};

export const StatisticsRow = strictObject({
  /**
   * A moment, a GB/T 2260 code, a row key, or '' for unknown. By city, 329900 is what is known of the
   * province alone; `region` understands it too, here and for entries.
   */
  key: Type.String(),
  label: Type.String(),
  ...Figures,
  /** The same in the period before, when asked for. */
  previous: nullable(strictObject(Figures)),
  /** Along the second dimension, in the order of `columns`. */
  cells: Type.Array(strictObject(Figures)),
});
export type StatisticsRow = Static<typeof StatisticsRow>;

export const statisticsQuery = {
  by: StatisticsDimension,
  /** A second dimension; not with `member`. At most 100 columns, the largest first (time in order). */
  across: Type.Optional(StatisticsDimension),
  /** Whole Beijing hours; whole Beijing days when members are counted. */
  from: Moment,
  /** Exclusive. */
  to: Moment,
  /** Also the period of the same length before. */
  compare: Type.Optional(Type.Enum(['1'])),
  /** A province takes in its cities. */
  region: Type.Optional(RegionCode),
  productId: Type.Optional(Id),
  batchId: Type.Optional(BatchId),
  memberKind: Type.Optional(MemberKind),
  memberId: Type.Optional(Id),
};

export const statisticsOperations = {
  'GET /api/hq/statistics': {
    summary:
      'Claims and their points by one or two dimensions, from roll-ups: at most 1,000 rows (the top ones, or every step of time)',
    access: 'staff',
    query: strictObject(statisticsQuery),
    reply: strictObject({
      rows: Type.Array(StatisticsRow),
      columns: Type.Array(strictObject({ key: Type.String(), label: Type.String() })),
      total: strictObject(Figures),
      previousTotal: nullable(strictObject(Figures)),
      /** Rows beyond the thousand, left out. */
      rowsLeftOut: Type.Integer(),
    }),
  },
  'GET /api/hq/statistics/export': {
    summary: 'The same as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...statisticsQuery }),
    reply: 'stream',
  },
} as const;
