import { Refusal } from './errors.ts';

/** A list position as the opaque text a client gives back; `null` at the end of the list. */
export function writeCursor(position: object | null): string | null {
  return position && Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * The position in a client's cursor; `null` for the first page.
 * @throws Refusal bad_request for anything this server did not write
 */
export function readCursor<Position>(
  cursor: string | undefined,
  isPosition: (value: unknown) => value is Position,
): Position | null {
  if (cursor === undefined) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (isPosition(value)) return value;
  } catch {
    // Not JSON: refused below like any other foreign text.
  }
  throw new Refusal('bad_request', 400, '翻页位置无效，请从第一页重新查询');
}
