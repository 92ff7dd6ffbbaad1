import type { ReceivedMessage } from '@mashang/wechat';

/** As far as a time stamp may be from now. */
const windowSeconds = 300;

/**
 * Whether timestamp and nonce of a call have changed places. The signature is over a sorted set, so it
 * fits either way: an old call whose nonce reads as a time to come is right again when that time is
 * there, long after it was forgotten here. Then the message is as old as what now stands as nonce.
 */
export function isSwapped(query: unknown, { CreateTime: createdAt }: ReceivedMessage): boolean {
  const { timestamp, nonce } = query as Record<string, string>;
  const isNear = (time = '') =>
    /^\d{1,12}$/.test(time) && Math.abs(Number(time) - Number(createdAt)) <= windowSeconds;
  return isNear(nonce) && !isNear(timestamp);
}
