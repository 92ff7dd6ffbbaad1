import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';

export interface AuditEntry {
  staffId: number | null;
  operation: string;
  /** Without passwords and tokens; the route sees to that. */
  input: unknown;
  requestId: string;
  address: string;
}

/** Writes one line of what head office did. It must not fail for the sake of an odd input. */
export async function recordAudit(db: Db, clock: Clock, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('auditLog')
    .values({ ...entry, input: toStorableJson(entry.input), createdAt: clock.now() })
    .execute();
}

/** PostgreSQL's jsonb refuses NUL and half surrogate pairs: they become U+FFFD, in keys as well. */
export function toStorableJson(input: unknown): string {
  const replacement = '\ufffd';
  const text = JSON.stringify(input ?? null, (_key, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    return value;
  });
  // JSON.stringify writes exactly these characters as escapes; an escaped backslash before `u` is
  // part of a pair, so pairs are stepped over.
  return text.replace(/\\(?:u(?:0000|d[89a-f][0-9a-f]{2})|.)/g, (escape) =>
    /^\\u(?:0000|d)/.test(escape) ? replacement : escape,
  );
}
