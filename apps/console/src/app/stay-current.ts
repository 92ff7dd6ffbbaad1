const reloadedAtKey = 'mashang.reloadedAt';
const pauseMs = 60_000;

/**
 * After a deployment the pages an open tab has not loaded yet are gone under their old names; a
 * reload finds the new ones. At most once a minute: when it does not help, something else is wrong
 * and the error is thrown on. (Vite: Load Error Handling.)
 */
export function reloadWhenPagesVanish(): void {
  addEventListener('vite:preloadError', (event) => {
    const now = Date.now();
    if (!mayReload(readReloadedAt(), now)) return;
    event.preventDefault();
    sessionStorage.setItem(reloadedAtKey, String(now));
    location.reload();
  });
}

/** A moment from the future (the clock was set back) does not hold anything up. */
export function mayReload(reloadedAt: number, now: number): boolean {
  return reloadedAt > now || now - reloadedAt >= pauseMs;
}

function readReloadedAt(): number {
  return Number(sessionStorage.getItem(reloadedAtKey) ?? 0);
}
