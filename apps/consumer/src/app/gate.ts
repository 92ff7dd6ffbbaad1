import type { ReplyOf } from '@mashang/contract';
import { safePath } from '../shared/safe-path.ts';

type SessionState = ReplyOf<'GET /api/session'>['state'];

interface Destination {
  path: string;
  fullPath: string;
  query: Record<string, unknown>;
  /** Whether the page is for members. */
  forMembers: boolean;
}

interface Detour {
  path: string;
  query: Record<string, string>;
}

const always = ['/privacy'];
const signInPages = ['/login', '/forgot'];

/**
 * Where somebody must go instead of where they want to, or undefined. Whoever signed in without a
 * password chooses one before anything else; members' pages lead through signing in and back again.
 */
export function detourOf(
  to: Destination,
  state: SessionState,
  inWechat: boolean,
): Detour | undefined {
  const path = to.path.toLowerCase().replace(/(.)\/$/, '$1');
  if (always.includes(path)) return undefined;
  if (path === '/set-password') return afterPassword(to, state, inWechat);
  if (state === 'passwordNeeded') return through('/set-password', wayBackOf(to, path));
  if (state === 'member' && signInPages.includes(path)) return straightTo(to.query['to']);
  // One way in for each place: WeChat knows who is there, a browser does not.
  if (inWechat && path === '/login') return through('/bind', wayBackOf(to, path));
  if (!inWechat && path === '/bind') return through('/login', wayBackOf(to, path));
  if (state !== 'member' && to.forMembers) {
    return through(inWechat ? '/bind' : '/login', to.fullPath);
  }
  return undefined;
}

function afterPassword(
  to: Destination,
  state: SessionState,
  inWechat: boolean,
): Detour | undefined {
  if (state === 'passwordNeeded') return undefined;
  if (state === 'member') return straightTo(to.query['to']);
  return through(inWechat ? '/bind' : '/login', safePath(to.query['to']));
}

/** From a page that was itself only on the way, its own wish is kept. */
function wayBackOf(to: Destination, path: string): string {
  return [...signInPages, '/bind'].includes(path) ? safePath(to.query['to']) : to.fullPath;
}

function through(path: string, wayBack: string): Detour {
  return { path, query: wayBack === '/' ? {} : { to: wayBack } };
}

function straightTo(wish: unknown): Detour {
  const wished = safePath(wish);
  // Only the first question mark ends the path: a scanned address in the query holds its own.
  const [path = '/'] = wished.split('?');
  const search = new URLSearchParams(wished.slice(path.length + 1));
  return { path, query: Object.fromEntries(search) };
}
