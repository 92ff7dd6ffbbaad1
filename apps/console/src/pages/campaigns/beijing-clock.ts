import { beijingDay, readDay, shiftDay, startOfBeijingDay } from '../../shared/beijing-days.ts';

/** A Beijing day (YYYY-MM-DD) and the time on its clock, 00:00 to 24:00, with seconds if any. */
export interface ClockTime {
  day: string;
  time: string;
}

const secondMs = 1000;

/** What a clock in Beijing shows at a moment. */
export function clockOf(moment: string): ClockTime {
  const date = new Date(moment);
  const day = beijingDay(date);
  const seconds = Math.floor((date.getTime() - startOfBeijingDay(day).getTime()) / secondMs);
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  const shown = parts[2] === 0 ? parts.slice(0, 2) : parts;
  return { day, time: shown.map((part) => String(part).padStart(2, '0')).join(':') };
}

/** The same for the end of a time: people call midnight the end of the day before. */
export function endClockOf(moment: string): ClockTime {
  const { day, time } = clockOf(moment);
  return time === '00:00' ? { day: shiftDay(day, -1), time: '24:00' } : { day, time };
}

/** The moment a clock in Beijing shows so; null when there is no such time. */
export function momentOf({ day, time }: ClockTime): string | null {
  const parts = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(time.normalize('NFKC').trim());
  if (readDay(day) === undefined || !parts) return null;
  const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  const isInDay = hours < 24 && minutes < 60 && seconds < 60;
  if (!isInDay && !(hours === 24 && minutes === 0 && seconds === 0)) return null;
  const ms = (hours * 3600 + minutes * 60 + seconds) * secondMs;
  return new Date(startOfBeijingDay(day).getTime() + ms).toISOString();
}

/** 2026-05-01 00:00 */
export function sayClock({ day, time }: ClockTime): string {
  return `${day} ${time}`;
}

/** A window as people write it: 2026-05-01 00:00 – 2026-05-05 24:00. */
export function sayWindow(window: { startsAt: string; endsAt: string }): string {
  return `${sayClock(clockOf(window.startsAt))} – ${sayClock(endClockOf(window.endsAt))}`;
}
