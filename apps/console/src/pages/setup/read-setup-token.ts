/**
 * Reads the one-time token from a fragment, `#token=…`. It travels in the fragment because browsers
 * never send that part, so it stays out of every log on the way.
 */
export function readSetupToken(hash: string): string | null {
  const found = /^#token=([\w.~%+/=-]{1,200})$/.exec(hash.trim());
  if (!found?.[1]) return null;
  try {
    return decodeURIComponent(found[1]);
  } catch {
    return null;
  }
}
