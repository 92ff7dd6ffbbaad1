/** The same moment of the day after, by this computer's calendar. */
export function dayAfter(date: Date): Date {
  return shiftDays(date, 1);
}

/** The same moment of the day before, by this computer's calendar. */
export function dayBefore(date: Date): Date {
  return shiftDays(date, -1);
}

/** Through the calendar, not by 24 hours: a day of summer time is shorter or longer. */
function shiftDays(date: Date, days: number): Date {
  const shifted = new Date(date);
  shifted.setDate(shifted.getDate() + days);
  return shifted;
}
