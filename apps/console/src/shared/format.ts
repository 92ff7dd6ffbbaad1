/** A number with thousands separators: 1234567 → 1,234,567. */
export function formatNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** Points with their sign: +10, −300. */
export function formatPoints(points: number): string {
  return points < 0 ? `−${formatNumber(-points)}` : `+${formatNumber(points)}`;
}

/** A moment in the local time of this computer, YYYY-MM-DD HH:mm:ss; an em dash for none. */
export function formatMoment(moment: string | null | undefined): string {
  if (!moment) return '—';
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return '—';
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())];
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits);
  return `${day.join('-')} ${time.join(':')}`;
}

/** A size people can picture: 0 B, 12.3 KB, 1.2 GB (powers of 1024). */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let step = 0;
  while (value >= 1024 && step < units.length - 1) {
    value /= 1024;
    step += 1;
  }
  return `${step === 0 ? value : value.toFixed(1)} ${units[step] ?? 'B'}`;
}

/** A duration as a clock: 75 → 1:15, 3700 → 1:01:40. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = twoDigits(whole % 60);
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Reads what people type for a whole number (1,000,000 · 1 000 · full-width １０), else null. */
export function parseWholeNumber(text: string): number | null {
  const digits = text.normalize('NFKC').replace(/[\s,]/g, '');
  if (!/^\d{1,15}$/.test(digits)) return null;
  return Number(digits);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
