import { t } from './language.ts';

/** A wait in words: to the second while one stands and watches, else in minutes or hours, rounded up. */
export function waitText(seconds: number): string {
  if (seconds <= 120) return t('waitSeconds', { count: seconds });
  if (seconds <= 7200) return t('waitMinutes', { count: Math.ceil(seconds / 60) });
  return t('waitHours', { count: Math.ceil(seconds / 3600) });
}
