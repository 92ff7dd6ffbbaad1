/**
 * The first address of this document. iOS checks a JS-SDK signature against it, whatever a router shows
 * later; main.ts imports it first, so that it is the first.
 */
export const entryUrl = withoutFragment(location.href);

/** As the JS-SDK signs addresses. */
export function withoutFragment(url: string): string {
  return url.split('#')[0] ?? url;
}
