import { tooManyRequests } from './errors.ts';

const windowMs = 60_000;

/**
 * Refuses what no person does: more than so many of something a minute by one key. Counted in the
 * memory of this process, so it costs nothing and is a bound on floods, not a business limit.
 *
 * @returns counts one; throws Refusal too_many_requests
 */
export function createPace(options: {
  perMinuteMax: number;
  nowMs?: () => number;
}): (key: number | string) => void {
  const { perMinuteMax, nowMs = () => performance.now() } = options;
  let window = 0;
  const used = new Map<number | string, number>();

  return (key) => {
    const now = nowMs();
    const current = Math.floor(now / windowMs);
    if (current !== window) {
      window = current;
      used.clear();
    }
    const count = (used.get(key) ?? 0) + 1;
    used.set(key, count);
    if (count <= perMinuteMax) return;
    throw tooManyRequests(Math.ceil(((current + 1) * windowMs - now) / 1_000));
  };
}
