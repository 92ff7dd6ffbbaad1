import { unexpectedAnswer } from './errors.ts';

/**
 * A text of an answer. Longer than any the platform gives it is as bad as missing: it would end in
 * somebody's table.
 * @throws WechatError
 */
export function readText(
  endpoint: string,
  value: unknown,
  charactersMax: number,
  charactersMin = 1,
): string {
  const isText = typeof value === 'string' && value.length >= charactersMin;
  if (!isText || value.length > charactersMax) throw unexpectedAnswer(endpoint);
  return value;
}

/** An id of up to 64 bits, sent as a number or as text, as text. Null when it is none. */
export function readId(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[0-9]{1,20}$/.test(text) ? text : null;
}

/** A whole number from 0 to `max`. @throws WechatError */
export function readCount(endpoint: string, value: unknown, max: number): number {
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  if (!isCount || value > max) throw unexpectedAnswer(endpoint);
  return value;
}

/** The objects of a list; absent counts as empty. @throws WechatError */
export function readList(
  endpoint: string,
  value: unknown,
  countMax: number,
): Record<string, unknown>[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > countMax) throw unexpectedAnswer(endpoint);
  if (!value.every(isObject)) throw unexpectedAnswer(endpoint);
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
