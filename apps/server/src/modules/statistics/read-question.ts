import type { MemberKind, StatisticsDimension } from '@mashang/contract';
import { beijingDay, startOfBeijingDay } from '../../platform/clock.ts';
import { readMoment } from '../../platform/read-moment.ts';
import { questionImpossible } from './errors.ts';
import { isTimeUnit, stepsBetween } from './time-steps.ts';

/** The query of the operation, as it comes. */
export interface StatisticsQuery {
  by: StatisticsDimension;
  across?: StatisticsDimension;
  from: string;
  to: string;
  compare?: '1';
  region?: string;
  productId?: number;
  batchId?: number;
  memberKind?: MemberKind;
  memberId?: number;
}

/** A question that can be answered. */
export interface Question {
  by: StatisticsDimension;
  across: StatisticsDimension | null;
  from: Date;
  /** Exclusive. */
  to: Date;
  /** Where the period of equal length before begins; `from` when nothing is compared. */
  previousFrom: Date;
  isCompared: boolean;
  region: string | undefined;
  productId: number | undefined;
  batchId: number | undefined;
  memberKind: MemberKind | undefined;
  memberId: number | undefined;
  /** Answered from the figures of members: by Beijing day and product, nothing else. */
  isOfMembers: boolean;
}

export const rowsMax = 1000;
export const columnsMax = 100;

const hourMs = 60 * 60 * 1000;
const lengthMaxMs = 100 * 366 * 24 * hourMs;

/** @throws Refusal bad_request that says what cannot be combined, or what is too long */
export function readQuestion(query: StatisticsQuery): Question {
  const { by, across = null, region, productId, batchId, memberKind, memberId } = query;
  const from = readMoment(query.from);
  const to = readMoment(query.to);
  const isCompared = query.compare === '1';
  const lengthMs = to.getTime() - from.getTime();
  const previousFrom = isCompared ? new Date(from.getTime() - lengthMs) : from;
  const isOfMembers = by === 'member' || memberId !== undefined;
  const filters = { region, productId, batchId, memberKind, memberId };
  const question = { by, across, from, to, previousFrom, isCompared, isOfMembers, ...filters };
  if (lengthMs <= 0) throw questionImpossible('结束时间应晚于开始时间');
  if (lengthMs > lengthMaxMs) throw questionImpossible('时间范围最长一百年');
  if (across === by) throw questionImpossible('两个维度不能相同');
  if (across === 'member' || (by === 'member' && across)) {
    throw questionImpossible('会员不能与另一个维度交叉');
  }
  if (isOfMembers) requireMemberFigures(question);
  if (from.getTime() % hourMs !== 0 || to.getTime() % hourMs !== 0) {
    throw questionImpossible('时间应为整点');
  }
  requireFewSteps(question);
  return question;
}

/** Figures of members are kept by day and product only: one row a bottle would be no roll-up. */
function requireMemberFigures(question: Question): void {
  const kept = ['day', 'week', 'month', 'product', 'member'];
  const { by, across, from, to, region, batchId, memberKind } = question;
  if (!kept.includes(by) || (across && !kept.includes(across))) {
    throw questionImpossible('会员的统计只能按日、周、月、产品或会员查看');
  }
  if (region !== undefined || batchId !== undefined || memberKind !== undefined) {
    throw questionImpossible('会员的统计不能按地区、批次或会员类型筛选');
  }
  const isMidnight = (moment: Date) =>
    startOfBeijingDay(beijingDay(moment)).getTime() === moment.getTime();
  if (!isMidnight(from) || !isMidnight(to)) {
    throw questionImpossible('会员的统计按整天计算，时间应为北京时间零点');
  }
}

function requireFewSteps({ by, across, ...period }: Question): void {
  if (isTimeUnit(by) && !stepsBetween(by, period, rowsMax)) {
    throw questionImpossible(`时间段超过 ${rowsMax} 步，请缩短时间或换更大的单位`);
  }
  if (across && isTimeUnit(across) && !stepsBetween(across, period, columnsMax)) {
    throw questionImpossible(`横向时间超过 ${columnsMax} 列，请缩短时间或换更大的单位`);
  }
}
