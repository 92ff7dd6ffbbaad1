/** Where a page ended: lists by time, then by a key that no two rows share. */
export interface ListPosition<Key> {
  at: string;
  key: Key;
}

export function isNumberPosition(value: unknown): value is ListPosition<number> {
  return isPosition(value) && Number.isSafeInteger(value.key);
}

export function isTextPosition(value: unknown): value is ListPosition<string> {
  return isPosition(value) && typeof value.key === 'string';
}

function isPosition(value: unknown): value is ListPosition<unknown> {
  if (typeof value !== 'object' || value === null || !('at' in value) || !('key' in value)) {
    return false;
  }
  return typeof value.at === 'string' && !Number.isNaN(Date.parse(value.at));
}
