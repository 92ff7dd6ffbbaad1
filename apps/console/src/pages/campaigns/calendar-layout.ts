import type { Campaign } from '@mashang/contract';
import { beijingDay, shiftDay, shiftMonth, startOfBeijingDay } from '../../shared/beijing-days.ts';

/** A campaign's stretch within one week of the calendar. */
export interface CalendarBar<Row> {
  campaign: Row;
  /** 0 is Monday. */
  column: number;
  days: number;
  /** 0 is the uppermost. */
  lane: number;
  /** Whether its window begins, and ends, in this stretch. */
  isStart: boolean;
  isEnd: boolean;
}

export interface CalendarWeek<Row> {
  days: { day: string; isInMonth: boolean }[];
  bars: CalendarBar<Row>[];
  laneCount: number;
}

type Windowed = Pick<Campaign, 'campaignId' | 'startsAt' | 'endsAt'>;
interface Stretch<Row> {
  campaign: Row;
  firstDay: string;
  lastDay: string;
}

const daysInWeek = 7;

/**
 * The weeks that show a month (`YYYY-MM-01`), Monday first, and where each campaign's bar lies in
 * them. Campaigns that share a day never share a lane.
 */
export function layoutMonth<Row extends Windowed>(
  month: string,
  campaigns: readonly Row[],
): CalendarWeek<Row>[] {
  const stretches = campaigns.map(stretchOf).sort(byStart);
  const { firstDay, weekCount } = monthFrame(month);
  return Array.from({ length: weekCount }, (_week, index) => {
    const monday = shiftDay(firstDay, index * daysInWeek);
    const days = Array.from({ length: daysInWeek }, (_day, column) => {
      const day = shiftDay(monday, column);
      return { day, isInMonth: day.slice(0, 7) === month.slice(0, 7) };
    });
    const bars = layoutWeek(monday, stretches);
    const laneCount = bars.reduce((most, bar) => Math.max(most, bar.lane + 1), 0);
    return { days, bars, laneCount };
  });
}

/** The moments a month's calendar covers, its neighbours' days included: `to` is not in it. */
export function monthWindow(month: string): { from: string; to: string } {
  const { firstDay, weekCount } = monthFrame(month);
  const dayAfter = shiftDay(firstDay, weekCount * daysInWeek);
  return {
    from: startOfBeijingDay(firstDay).toISOString(),
    to: startOfBeijingDay(dayAfter).toISOString(),
  };
}

function monthFrame(month: string): { firstDay: string; weekCount: number } {
  const firstDay = shiftDay(month, -weekday(month));
  const dayAfter = shiftMonth(month, 1);
  let weekCount = 0;
  while (shiftDay(firstDay, weekCount * daysInWeek) < dayAfter) weekCount += 1;
  return { firstDay, weekCount };
}

function layoutWeek<Row extends Windowed>(
  monday: string,
  stretches: readonly Stretch<Row>[],
): CalendarBar<Row>[] {
  const sunday = shiftDay(monday, daysInWeek - 1);
  /** The last day taken in each lane so far. */
  const lanes: string[] = [];
  return stretches
    .filter(({ firstDay, lastDay }) => firstDay <= sunday && lastDay >= monday)
    .map(({ campaign, firstDay, lastDay }) => {
      const first = firstDay > monday ? firstDay : monday;
      const last = lastDay < sunday ? lastDay : sunday;
      const free = lanes.findIndex((taken) => taken < first);
      const lane = free === -1 ? lanes.length : free;
      lanes[lane] = last;
      const column = weekday(first);
      const days = weekday(last) - column + 1;
      return {
        campaign,
        column,
        days,
        lane,
        isStart: first === firstDay,
        isEnd: last === lastDay,
      };
    });
}

/** The Beijing days a window touches; one that ends at midnight does not touch the day after. */
function stretchOf<Row extends Windowed>(campaign: Row): Stretch<Row> {
  const firstDay = beijingDay(new Date(campaign.startsAt));
  const lastDay = beijingDay(new Date(new Date(campaign.endsAt).getTime() - 1));
  return { campaign, firstDay, lastDay: lastDay < firstDay ? firstDay : lastDay };
}

/** Earlier ones first, then the longer, then the older: long bars stay on top through the weeks. */
function byStart<Row extends Windowed>(one: Stretch<Row>, other: Stretch<Row>): number {
  return (
    one.firstDay.localeCompare(other.firstDay) ||
    other.lastDay.localeCompare(one.lastDay) ||
    one.campaign.campaignId - other.campaign.campaignId
  );
}

/** 0 is Monday. */
function weekday(day: string): number {
  return (new Date(`${day}T00:00:00.000Z`).getUTCDay() + 6) % 7;
}
