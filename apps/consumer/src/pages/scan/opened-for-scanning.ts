let asked = false;

/**
 * Whether the scanner should open by itself: true once, when this document was opened afresh (from
 * the account's menu, from a link), not when it was reloaded or returned to.
 */
export function openedForScanning(): boolean {
  if (asked) return false;
  asked = true;
  const [entry] = performance.getEntriesByType('navigation');
  return !entry || (entry as PerformanceNavigationTiming).type === 'navigate';
}
