import type { MemberKind } from '@mashang/contract';
import { sql } from 'kysely';
import { beijingDay } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database.ts';
import { numberArray } from '../../platform/number-array.ts';
import type { GuardSnapshot } from './create-guard-book.ts';
import { createMemberGuard } from './member-guard.ts';
import type { MemberGuard } from './member-guard.ts';
import type { EnteredMember } from './judge-member.ts';

/** One scan of a member. */
export interface Visit {
  memberId: number;
  kind: MemberKind;
  /** GB/T 2260; null when it is not known where the scan came from. */
  province: string | null;
  /** 1 for a code that will most likely be won: then a normal batch writes each row once. */
  expectedClaims: number;
}

/** What the database says of a member under the lock, the expected claims added. */
interface EnteredRow {
  memberId: number;
  day: string;
  claimsToday: number;
  claimsEver: number;
  claimsThisHour: number;
  wrongToday: number;
  wrongInARow: number;
  oddToday: number;
  lockedUntil: Date | null;
  provinceBefore: string | null;
  provinceBeforeAt: Date | null;
}

const hourMs = 60 * 60 * 1000;

/**
 * Locks the rows of all members of a batch, in the order of their keys, until the transaction ends:
 * in every process the scans of one member are judged one after the other. The day and the hour of
 * the counts go forward only. Give only members who exist: every one gets a row.
 */
export async function enterGuard(
  tx: Tx,
  snapshot: GuardSnapshot,
  visits: readonly Visit[],
  now: Date,
): Promise<MemberGuard> {
  const visitors = gatherByMember(visits);
  const rows = visitors.length === 0 ? [] : await lockAndCount(tx, visitors, now);
  const rowOf = new Map(rows.map((row) => [row.memberId, row]));
  const entered = visitors.map((visitor): EnteredMember => {
    const row = rowOf.get(visitor.memberId) as EnteredRow;
    return {
      memberId: visitor.memberId,
      kind: visitor.kind,
      day: row.day,
      expected: visitor.expected,
      claimsToday: row.claimsToday - visitor.expected,
      claimsEver: row.claimsEver - visitor.expected,
      claimsThisHour: row.claimsThisHour - visitor.expected,
      wrongToday: row.wrongToday,
      wrongInARow: row.wrongInARow,
      oddToday: row.oddToday,
      lockedUntil: row.lockedUntil,
      provinceBefore: row.provinceBefore,
      provinceBeforeAt: row.provinceBeforeAt,
      provinces: visitor.provinces,
    };
  });
  return createMemberGuard(entered, snapshot, now);
}

interface Visitor {
  memberId: number;
  kind: MemberKind;
  expected: number;
  /** In the order of the scans. */
  provinces: string[];
}

function gatherByMember(visits: readonly Visit[]): Visitor[] {
  const visitors = new Map<number, Visitor>();
  for (const { memberId, kind, province, expectedClaims } of visits) {
    let visitor = visitors.get(memberId);
    if (!visitor) {
      visitor = { memberId, kind, expected: 0, provinces: [] };
      visitors.set(memberId, visitor);
    }
    visitor.expected += expectedClaims;
    if (province !== null) visitor.provinces.push(province);
  }
  return [...visitors.values()].sort((one, other) => one.memberId - other.memberId);
}

/**
 * `province_before` is set by the scan that shows the member in another province, and by that one
 * only. The counts of wrong codes in a row outlive midnight, the others are of the day.
 */
async function lockAndCount(tx: Tx, visitors: Visitor[], now: Date): Promise<EnteredRow[]> {
  const hour = new Date(Math.floor(now.getTime() / hourMs) * hourMs);
  const provinces = visitors.map((visitor) => visitor.provinces.at(-1) ?? 'NULL');
  const { rows } = await sql<EnteredRow>`/* often */
    insert into guard_member as guard
      (member_id, day, hour, claims_today, claims_ever, claims_this_hour, province, province_at)
    select member_id, ${beijingDay(now)}::date, ${hour}::timestamptz, claims, claims, claims,
      province, case when province is not null then ${now}::timestamptz end
    from unnest(
      ${numberArray(visitors.map(({ memberId }) => memberId))}::bigint[],
      ${numberArray(visitors.map(({ expected }) => expected))}::integer[],
      ${`{${provinces.join(',')}}`}::text[]
    ) as given (member_id, claims, province)
    order by member_id
    on conflict (member_id) do update set
      day = greatest(guard.day, excluded.day),
      hour = greatest(guard.hour, excluded.hour),
      claims_today = excluded.claims_today
        + case when guard.day >= excluded.day then guard.claims_today else 0 end,
      claims_ever = guard.claims_ever + excluded.claims_ever,
      claims_this_hour = excluded.claims_this_hour
        + case when guard.hour >= excluded.hour then guard.claims_this_hour else 0 end,
      wrong_today = case when guard.day >= excluded.day then guard.wrong_today else 0 end,
      odd_today = case when guard.day >= excluded.day then guard.odd_today else 0 end,
      province = coalesce(excluded.province, guard.province),
      province_at = coalesce(excluded.province_at, guard.province_at),
      province_before = case when guard.province <> excluded.province then guard.province end,
      province_before_at = case when guard.province <> excluded.province then guard.province_at end
    returning member_id, day, claims_today, claims_ever, claims_this_hour, wrong_today,
      wrong_in_a_row, odd_today, locked_until, province_before, province_before_at`.execute(tx);
  return rows;
}
