/** The token of a pick-up link: all that stands behind `#`. Null when it cannot be one. */
export function readPickupToken(hash: string): string | null {
  const token = hash.replace(/^#/, '');
  return /^[\w-]{20,100}$/.test(token) ? token : null;
}
