/** JSON as people read it; text that is none stays as it is. Null when nothing was asked. */
export function prettyInput(input: string): string | null {
  try {
    const value: unknown = JSON.parse(input);
    if (isNothing(value)) return null;
    return JSON.stringify(withoutNothing(value), null, 2);
  } catch {
    return input.trim() === '' ? null : input;
  }
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && Object.values(value).every(isNothing);
}

/** Parts of the request that carried nothing (no query, no body) are left out, one level deep. */
function withoutNothing(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => typeof part !== 'object' || !isNothing(part)),
  );
}
