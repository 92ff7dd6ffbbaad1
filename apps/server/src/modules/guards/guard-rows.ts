import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';

export interface GuardRows {
  /** Ends of what is on the blacklist; null: until somebody lifts it. */
  blockedMembers: Map<number, Date | null>;
  blockedOpenIds: Map<string, Date | null>;
  blockedNetworks: Map<string, Date | null>;
  /** By `kind:subject`. */
  locks: Map<string, Date>;
  /** Codes a day, by member. */
  allowances: Map<number, number>;
}

/** A flood that locks more subjects than this is no longer a matter of locks. */
const locksMax = 20_000;

interface Row {
  part: 'member' | 'openId' | 'network' | 'lock' | 'allowance';
  subject: string;
  until: Date | null;
  dailyClaimsMax: number | null;
}

/** All that is in force at `now`, in one statement. */
export async function readGuardRows(db: Db, now: Date): Promise<GuardRows> {
  const { rows } = await sql<Row>`
    select kind as part, subject, expires_at as until, null::integer as daily_claims_max
    from blacklist where lifted_at is null and (expires_at is null or expires_at > ${now})
    union all
    (select 'lock', kind || ':' || subject, locked_until, null
    from guard_subject where locked_until > ${now} order by locked_until desc limit ${locksMax})
    union all
    select 'allowance', member_id::text, expires_at, daily_claims_max
    from guard_allowance where expires_at is null or expires_at > ${now}`.execute(db);
  const found: GuardRows = {
    blockedMembers: new Map(),
    blockedOpenIds: new Map(),
    blockedNetworks: new Map(),
    locks: new Map(),
    allowances: new Map(),
  };
  for (const row of rows) keep(found, row);
  return found;
}

function keep(found: GuardRows, { part, subject, until, dailyClaimsMax }: Row): void {
  switch (part) {
    case 'member':
      found.blockedMembers.set(Number(subject), until);
      break;
    case 'openId':
      found.blockedOpenIds.set(subject, until);
      break;
    case 'network':
      found.blockedNetworks.set(subject, until);
      break;
    case 'lock':
      found.locks.set(subject, until as Date);
      break;
    case 'allowance':
      found.allowances.set(Number(subject), dailyClaimsMax as number);
      break;
  }
}
