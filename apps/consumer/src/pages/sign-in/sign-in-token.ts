import { recall, remember } from '../../shared/storage.ts';

const storageKey = 'signInToken';
let kept: string | null = null;

/**
 * The link in the chat carries a token behind `#`, which no server is ever sent. It leaves the address
 * at once, before WeChat's login or binding takes the person away, and is remembered in this tab.
 */
function keepSignInToken(): void {
  const token = /^#([\w-]{43})$/.exec(location.hash)?.[1];
  if (!token || !/^\/sign-in\/?$/i.test(location.pathname)) return;
  kept = token;
  remember(storageKey, token);
  history.replaceState(history.state, '', location.pathname);
}
keepSignInToken();

/** The token of the link this tab was opened with, or null. */
export function readSignInToken(): string | null {
  return kept ?? recall(storageKey);
}

/** It was answered: nothing is left to do with it. */
export function forgetSignInToken(): void {
  kept = null;
  remember(storageKey, null);
}
