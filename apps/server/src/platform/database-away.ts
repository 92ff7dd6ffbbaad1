import pg from 'pg';

/**
 * The connection is gone, the server restarts, or it is too busy to answer in time: nothing is wrong
 * with what was asked, and asking again soon may succeed. SQLSTATE classes 08 (connection), 53
 * (resources), 57 (operator intervention, 57014 a timeout) and 55P03 (lock timeout).
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(57|08|53|55P03)/.test(error.code ?? '');
  // What pg and its pool say when there is no connection (any more).
  return error instanceof Error && /connect|ECONN|EPIPE|timeout/i.test(error.message);
}
