/** The pages one may come back to after OAuth; nothing else, and never another site. */
const pages = [
  ...['', 'scan', 'bind', 'me', 'points', 'entries', 'notices', 'gifts', 'redemptions'],
  ...['addresses', 'profile', 'password', 'mobile', 'sessions'],
  'points/\\d{1,16}-\\d{1,16}',
  'gifts/\\d{1,16}(?:/redeem)?',
  'redemptions/\\d{1,16}',
  '[cC]/[\\w.~%-]{1,200}',
];
const allowedPaths = new RegExp(`^/(?:${pages.join('|')})$`);

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
