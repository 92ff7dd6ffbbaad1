import { sql } from 'kysely';
import type { Tx } from '../../../platform/database.ts';
import { lockNotFound } from '../errors.ts';
import { requireReason } from './require-text.ts';

/**
 * Lets somebody scan again, their count of the day anew. The reason stands in the audit log. Throws
 * lock_not_found for a lock that does not run.
 * @param lockId `member:12`, `address:2001:db8:1:2::/64`
 */
export async function liftLock(
  tx: Tx,
  { lockId, reason, now }: { lockId: string; reason: string; now: Date },
): Promise<void> {
  requireReason(reason);
  // Only the first colon divides: an IPv6 network has its own.
  const [, kind = '', subject = ''] = /^([^:]+):(.+)$/.exec(lockId) ?? [];
  const isLifted =
    kind === 'member'
      ? await liftMember(tx, subject, now)
      : await liftSubject(tx, { kind, subject, now });
  if (!isLifted) throw lockNotFound();
}

async function liftMember(tx: Tx, subject: string, now: Date): Promise<boolean> {
  if (!/^\d{1,15}$/.test(subject)) return false;
  // Plain SQL: the names of Kysely's plugin do not find their way back to wrong_in_a_row.
  const { rows } = await sql`
    update guard_member set locked_at = null, locked_until = null,
      wrong_today = 0, wrong_in_a_row = 0, odd_today = 0
    where member_id = ${Number(subject)} and locked_until > ${now}
    returning member_id`.execute(tx);
  return rows.length > 0;
}

async function liftSubject(
  tx: Tx,
  { kind, subject, now }: { kind: string; subject: string; now: Date },
): Promise<boolean> {
  const lifted = await tx
    .updateTable('guardSubject')
    .set({ lockedAt: null, lockedUntil: null, wrongToday: 0 })
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('lockedUntil', '>', now)
    .returning('kind')
    .executeTakeFirst();
  return lifted !== undefined;
}
