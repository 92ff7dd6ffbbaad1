/**
 * The number of a code as the console writes it, `batch-serial`: 12-3456, also １２－３４５６ or #12-3456.
 * Null for anything else; what it says may still be somebody's printed code.
 */
export function readCodeRef(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s#]/g, '')
    .replace(/[‐‑‒–—−－]/g, '-');
  return /^\d{1,10}-\d{1,11}$/.test(plain) ? plain : null;
}
