/**
 * Where to go after binding: the wish if it is a path of this site, else `/`. The wish comes from the
 * address bar, so anybody may have written it: no other host, no scheme, no trick with backslashes.
 */
export function safePath(wish: unknown): string {
  if (typeof wish !== 'string' || wish.length > 500) return '/';
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wish)) return '/';
  return wish;
}
