/** The pages one may come back to after OAuth; nothing else, and never another site. */
const pages = [
    ...['', 'scan', 'bind', 'me', 'points', 'entries', 'notices', 'gifts', 'redemptions'],
    ...['addresses', 'profile', 'password', 'mobile', 'sessions', 'check', 'sign-in'],
    'points/\\d{1,16}-\\d{1,16}',
    'gifts/\\d{1,16}(?:/redeem)?',
    'redemptions/\\d{1,16}',
    'appeals(?:/new|/\\d{1,16})?',
    '[cC]/[\\w.~%-]{1,200}',
];
const allowedQueries = {
    '/bind': /^to=[\w.~%/-]{1,400}$/,
    '/appeals/new': /^kind=[A-Za-z]{1,30}(?:&text=[\w.~%-]{1,400})?$/,
};
const allowedPaths = new RegExp(`^/(?:${pages.join('|')})$`);
/**
 * The path of ours a text names, or `/` for anything else: other hosts, `//host`, backslashes,
 * encoded tricks. A query is kept only where the page checks it itself: where to go after binding,
 * and what an appeal linked in the chat is about.
 */
export function safeReturnPath(text) {
    if (typeof text !== 'string' || text.length > 600)
        return '/';
    const [path = '/', query] = text.split('?', 2);
    if (!allowedPaths.test(path))
        return '/';
    return query && allowedQueries[path]?.test(query) ? `${path}?${query}` : path;
}
