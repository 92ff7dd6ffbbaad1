import { batchMax } from './redemption-states.ts';

/** Reads `ids=3,1,2` of an address: whole numbers, each once, no more than one request may hold. */
export function readIds(value: unknown): number[] {
  if (typeof value !== 'string') return [];
  const ids = value.split(',').filter((text) => /^[1-9]\d{0,14}$/.test(text));
  return [...new Set(ids.map(Number))].slice(0, batchMax);
}
