/**
 * The first address of this document. iOS checks a JS-SDK signature against it, whatever a router shows
 * later; main.ts imports it first, so that it is the first.
 */
export const entryUrl = withoutFragment(location.href);

// WeChat's login leaves its own mark behind #, which would travel on to wherever one goes next.
if (location.hash === '#wechat_redirect') {
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
}

/** As the JS-SDK signs addresses. */
export function withoutFragment(url: string): string {
  return url.split('#')[0] ?? url;
}
