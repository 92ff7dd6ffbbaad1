export const expiryPresets = ['day', 'week', 'month', 'forever', 'custom'] as const;
export type ExpiryPreset = (typeof expiryPresets)[number];

const dayMs = 24 * 60 * 60 * 1000;
const presetDays = { day: 1, week: 7, month: 30 } as const;

/**
 * When something ends: null for never, undefined when no moment was chosen or it is past.
 * @param chosen the moment of `custom`
 */
export function readExpiry(
  preset: ExpiryPreset,
  chosen: Date | null,
  now: Date,
): string | null | undefined {
  if (preset === 'forever') return null;
  if (preset !== 'custom') {
    return new Date(now.getTime() + presetDays[preset] * dayMs).toISOString();
  }
  return chosen && chosen > now ? chosen.toISOString() : undefined;
}
