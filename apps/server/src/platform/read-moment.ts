import { Refusal } from './errors.ts';

/**
 * A moment a client names in ISO 8601, between the years 1000 and 9999.
 * @throws Refusal bad_request
 */
export function readMoment(text: string): Date {
  const moment = new Date(text);
  if (/^[1-9]\d{3}-\d\d-\d\dT/.test(text) && !Number.isNaN(moment.getTime())) return moment;
  throw new Refusal('bad_request', 400, '时间格式不对，应类似 2026-11-22T08:00:00.000Z');
}
