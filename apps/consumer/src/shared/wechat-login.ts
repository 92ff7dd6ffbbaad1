import { recall, remember } from './storage.ts';

const triedKey = 'wechatLoginTried';

/**
 * Inside WeChat's own browser. The simulator's phone cannot change the user agent of a frame, so it
 * names the frame instead.
 */
export function insideWechat(): boolean {
  return /MicroMessenger/i.test(navigator.userAgent) || window.name === 'MicroMessenger';
}

/**
 * Leaves for WeChat's silent login and comes back to `path`. Once per tab, so that a login that
 * keeps failing ends on a page with another way in. Returns whether the page is leaving.
 */
export function startWechatLogin(path: string): boolean {
  if (recall(triedKey)) return false;
  remember(triedKey, '1');
  // Without storage there is no guard, and a loop is worse than no login.
  if (!recall(triedKey)) return false;
  goToWechatLogin(path);
  return true;
}

/** Leaves for the login whatever happened before: the person asked for it. */
export function goToWechatLogin(path: string): void {
  location.replace(`/wechat/oauth/start?return=${encodeURIComponent(path)}`);
}

/** The login worked: when it is lost later, it may be tried again. */
export function allowWechatLogin(): void {
  remember(triedKey, null);
}
