/**
 * What this tab remembers. A browser may forbid storage (private mode, an embedded view): then the
 * page forgets, and nothing else breaks.
 */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    // Forbidden or full: see above.
  }
}

/** What `remember` kept under this key in this tab, or null. */
export function recall(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
