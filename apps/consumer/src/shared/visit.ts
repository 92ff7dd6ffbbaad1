/** Whether this document was opened anew: from a link, a menu, a scanner; not reloaded or gone back to. */
export function openedAnew(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  return !entry || (entry as PerformanceNavigationTiming).type === 'navigate';
}
