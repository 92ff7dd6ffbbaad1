/** The pages one may come back to after OAuth; nothing else, and never another site. */
const allowedPaths = /^\/(?:scan|bind|points|[cC]\/[\w.~%-]{1,200}|)$/;

/**
 * The path of ours a text names, or `/` for anything else: other hosts, `//host`, backslashes,
 * encoded tricks. A query is kept only for the bind page, whose `to` the page checks itself.
 */
export function safeReturnPath(text: unknown): string {
  if (typeof text !== 'string' || text.length > 600) return '/';
  const [path = '/', query] = text.split('?', 2);
  if (!allowedPaths.test(path)) return '/';
  return query && path === '/bind' && /^to=[\w.~%/-]{1,400}$/.test(query)
    ? `${path}?${query}`
    : path;
}
