import type { ReplyOf } from '@mashang/contract';
import type { ChartOption } from '../../shared/chart-option.ts';
import { shiftDay, shiftMonth } from '../../shared/beijing-days.ts';
import type { Language } from '../../shared/texts.ts';
import { categoryAxis, grid, legend, tooltip, valueAxis } from '../statistics/chart-parts.ts';

type Summary = ReplyOf<'GET /api/hq/sms/summary'>;

/** Every day of the month, sent and failed one above the other. */
export function smsChart(
  { month, days }: Pick<Summary, 'month' | 'days'>,
  words: { sent: string; failed: string },
  language: Language,
): ChartOption {
  const calendar = daysOfMonth(month);
  const countOf = (day: string, field: 'sent' | 'failed') =>
    days.filter((one) => one.day === day).reduce((total, one) => total + one[field], 0);
  const bar = { type: 'bar' as const, stack: 'all', barMaxWidth: 22 };
  return {
    animation: false,
    color: ['#0f766e', '#c62f2f'],
    grid,
    legend,
    tooltip: tooltip('axis'),
    xAxis: categoryAxis(calendar.map((day) => day.slice(5))),
    yAxis: valueAxis(language),
    series: (['sent', 'failed'] as const).map((field) => ({
      ...bar,
      name: words[field],
      data: calendar.map((day) => countOf(day, field)),
    })),
  };
}

function daysOfMonth(month: string): string[] {
  const end = shiftMonth(`${month}-01`, 1);
  const days: string[] = [];
  for (let day = `${month}-01`; day < end; day = shiftDay(day, 1)) days.push(day);
  return days;
}
