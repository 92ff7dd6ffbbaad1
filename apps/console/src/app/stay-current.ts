import type { RouteLocationNormalized, Router } from 'vue-router';
import { ApiError } from '../shared/api.ts';
import { notifyError } from '../shared/notify.ts';

const reloadedAtKey = 'mashang.reloadedAt';
const pauseMs = 60_000;

/**
 * After a deployment the pages an open tab has not loaded yet are gone under their old names; a
 * load of the whole page finds the new ones. By itself at most once a minute: when that does not
 * help, something else is wrong. Never while the server is away: the browser would put its own
 * error page in place of ours. (Vite: Load Error Handling.)
 */
export function stayCurrent(router: Router): void {
  let hasFailed = false;
  addEventListener('vite:preloadError', () => (hasFailed = true));

  const loadWhole = async (to: RouteLocationNormalized, isAllowed: boolean) => {
    const address = router.resolve(to.fullPath).href;
    const isAnswered = await fetch(address, { cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isAnswered && isAllowed) {
      sessionStorage.setItem(reloadedAtKey, String(Date.now()));
      location.assign(address);
    } else {
      const code = isAnswered ? 'internal' : 'network';
      notifyError(new ApiError({ code, message: '', requestId: '' }, 0));
    }
  };

  router.onError((_error, to) => {
    if (hasFailed) void loadWhole(to, mayReload(readReloadedAt(), Date.now()));
  });
  // Vite asks for a style sheet once only: a page opened now might come without it.
  router.beforeEach(async (to, from) => {
    if (!hasFailed || to.name === from.name) return true;
    await loadWhole(to, true);
    return false;
  });
}

/** A moment from the future (the clock was set back) does not hold anything up. */
export function mayReload(reloadedAt: number, now: number): boolean {
  return reloadedAt > now || now - reloadedAt >= pauseMs;
}

function readReloadedAt(): number {
  return Number(sessionStorage.getItem(reloadedAtKey) ?? 0);
}
