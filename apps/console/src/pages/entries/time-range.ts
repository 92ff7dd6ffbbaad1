export const timeRanges = ['all', 'today', 'yesterday', 'week', 'month', 'custom'] as const;
export type TimeRange = (typeof timeRanges)[number];

/**
 * The moments a named range stands for, by this computer's calendar: `from` included, `to` not.
 * `today` stays today when its address is opened tomorrow, which is why the name is what is kept.
 */
export function resolveTimeRange(
  range: TimeRange,
  now: Date,
  custom: { from?: string | undefined; to?: string | undefined } = {},
): { from?: string; to?: string } {
  switch (range) {
    case 'all':
      return {};
    case 'today':
      return { from: midnight(now, 0) };
    case 'yesterday':
      return { from: midnight(now, -1), to: midnight(now, 0) };
    case 'week':
      return { from: midnight(now, -6) };
    case 'month':
      return { from: midnight(now, -29) };
    case 'custom':
      return {
        ...(custom.from ? { from: custom.from } : {}),
        ...(custom.to ? { to: custom.to } : {}),
      };
  }
}

function midnight(now: Date, days: number): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toISOString();
}
