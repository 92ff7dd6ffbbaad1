import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database.ts';
import { beijingDay, startOfBeijingDay } from '../../platform/clock.ts';

/** Wrong codes a member may send in one Beijing day, and in a row. */
const wrongPerDayMax = 20;
const wrongInARowMax = 10;
/** A row of wrong codes is usually a bad label, not a thief: half an hour is enough. */
const rowLockMs = 30 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

interface GuardRow {
  memberId: number;
  wrongCount: number;
  wrongInARow: number;
  lockedUntil: Date | null;
}

/** Follows the wrong codes of the members in one batch, in the order their scans arrived. */
export interface WrongCodeGuard {
  lockedUntil: (memberId: number) => Date | null;
  /** Counts one wrong code and says how many are left before the lock. */
  countWrong: (memberId: number) => number;
  /** Wrong codes left before the lock. */
  left: (memberId: number) => number;
  countRight: (memberId: number) => void;
  /** Writes what changed. */
  save: (tx: Tx) => Promise<void>;
}

/** Reads the counters of these members for the Beijing day of `now`. */
export async function readGuard(db: Db, memberIds: number[], now: Date): Promise<WrongCodeGuard> {
  const day = beijingDay(now);
  const { rows } = await sql<GuardRow>`
    select member_id, wrong_count, wrong_in_a_row, locked_until from scan_guard
    where day = ${day}::date and member_id = any(${memberIds}::bigint[])`.execute(db);
  const byMember = new Map(rows.map((row) => [row.memberId, row]));
  const wrongNow = new Map<number, number>();
  const changed = new Set<number>();

  function rowOf(memberId: number): GuardRow {
    let row = byMember.get(memberId);
    if (!row) {
      row = { memberId, wrongCount: 0, wrongInARow: 0, lockedUntil: null };
      byMember.set(memberId, row);
    }
    return row;
  }

  return {
    lockedUntil(memberId) {
      const until = byMember.get(memberId)?.lockedUntil ?? null;
      return until && until > now ? until : null;
    },
    countWrong(memberId) {
      const row = rowOf(memberId);
      row.wrongCount += 1;
      row.wrongInARow += 1;
      wrongNow.set(memberId, (wrongNow.get(memberId) ?? 0) + 1);
      changed.add(memberId);
      if (row.wrongCount >= wrongPerDayMax) {
        row.lockedUntil = new Date(startOfBeijingDay(day).getTime() + dayMs);
      } else if (row.wrongInARow >= wrongInARowMax) {
        row.lockedUntil = new Date(now.getTime() + rowLockMs);
        row.wrongInARow = 0;
      }
      return row.lockedUntil && row.lockedUntil > now ? 0 : leftOf(row);
    },
    left: (memberId) => leftOf(rowOf(memberId)),
    countRight(memberId) {
      const row = byMember.get(memberId);
      if (!row || row.wrongInARow === 0) return;
      row.wrongInARow = 0;
      changed.add(memberId);
    },
    save: (tx) => saveGuard(tx, day, [...changed].sort((a, b) => a - b).map(rowOf), wrongNow),
  };
}

function leftOf(row: GuardRow): number {
  return Math.min(wrongPerDayMax - row.wrongCount, wrongInARowMax - row.wrongInARow);
}

/** Wrong codes are added, not set: another process may count the same member at the same time. */
async function saveGuard(
  tx: Tx,
  day: string,
  rows: GuardRow[],
  wrongNow: Map<number, number>,
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into scan_guard as guard (member_id, day, wrong_count, wrong_in_a_row, locked_until)
    select member_id, ${day}::date, wrong_now, wrong_in_a_row, locked_until from unnest(
      ${rows.map((row) => row.memberId)}::bigint[],
      ${rows.map((row) => wrongNow.get(row.memberId) ?? 0)}::int[],
      ${rows.map((row) => row.wrongInARow)}::int[],
      ${rows.map((row) => row.lockedUntil?.toISOString() ?? null)}::timestamptz[]
    ) as given (member_id, wrong_now, wrong_in_a_row, locked_until)
    on conflict (member_id, day) do update set
      wrong_count = guard.wrong_count + excluded.wrong_count,
      wrong_in_a_row = excluded.wrong_in_a_row,
      locked_until = greatest(guard.locked_until, excluded.locked_until)`.execute(tx);
}
