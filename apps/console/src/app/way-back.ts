/**
 * Reads where to go after signing in. Only a path of this application is taken, so that a forged
 * link to the login page cannot send anybody to a foreign site.
 */
export function readWayBack(value: unknown): string {
  if (typeof value !== 'string') return '/';
  if (!value.startsWith('/') || /^\/[/\\]/.test(value)) return '/';
  return /^\/(login|setup|invitation)\b/.test(value) ? '/' : value;
}
