import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { hashToken } from './staff-sessions.ts';

/**
 * The token of the one-time set-up link, or null when the first administrator exists. Every call
 * makes a new link and voids the one before: only the latest start's link works.
 */
export async function ensureSetupLink(db: Db, clock: Clock): Promise<string | null> {
  const token = randomBytes(32).toString('base64url');
  const { rows } = await sql`
    insert into staff_setup (token_hash, created_at)
    select ${hashToken(token)}::bytea, ${clock.now()}::timestamptz
    where not exists (select from staff)
    on conflict (only_row) do update
      set token_hash = excluded.token_hash, created_at = excluded.created_at
      where staff_setup.used_at is null
    returning only_row`.execute(db);
  return rows.length === 0 ? null : token;
}
