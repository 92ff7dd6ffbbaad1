import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database.ts';
import { beijingDay, startOfBeijingDay } from '../../platform/clock.ts';

/** Wrong codes a member may send in one Beijing day, and in a row. */
const wrongPerDayMax = 20;
const wrongInARowMax = 10;
/** Texts of any other shape: a cook may hold the wrong side of many bottles before the camera. */
const oddPerDayMax = 100;
/** A row of wrong codes is usually a bad label, not a thief: half an hour is enough. */
const rowLockMs = 30 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

interface GuardRow {
  memberId: number;
  wrongCount: number;
  wrongInARow: number;
  oddCount: number;
  lockedUntil: Date | null;
}

/** Follows the wrong codes of the members in one batch, in the order their scans arrived. */
export interface WrongCodeGuard {
  lockedUntil: (memberId: number) => Date | null;
  /** Counts one wrong code and says how many are left before the lock. */
  countWrong: (memberId: number) => number;
  /** Counts a text that is no code of ours by its looks; an imported code could look like it. */
  countOdd: (memberId: number) => number;
  countRight: (memberId: number) => void;
  /** Writes what changed. */
  save: (tx: Tx) => Promise<void>;
}

/** Reads the counters of these members for the Beijing day of `now`. */
export async function readGuard(db: Db, memberIds: number[], now: Date): Promise<WrongCodeGuard> {
  const day = beijingDay(now);
  const { rows } = await sql<GuardRow>`
    select member_id, wrong_count, wrong_in_a_row, odd_count, locked_until from scan_guard
    where day = ${day}::date and member_id = any(${memberIds}::bigint[])`.execute(db);
  const byMember = new Map(rows.map((row) => [row.memberId, row]));
  const countedNow = new Map<number, { wrong: number; odd: number }>();
  const endOfDay = new Date(startOfBeijingDay(day).getTime() + dayMs);

  function rowOf(memberId: number): GuardRow {
    let row = byMember.get(memberId);
    if (!row) {
      row = { memberId, wrongCount: 0, wrongInARow: 0, oddCount: 0, lockedUntil: null };
      byMember.set(memberId, row);
    }
    return row;
  }

  function countedNowOf(memberId: number) {
    const counted = countedNow.get(memberId) ?? { wrong: 0, odd: 0 };
    countedNow.set(memberId, counted);
    return counted;
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
      countedNowOf(memberId).wrong += 1;
      if (row.wrongCount >= wrongPerDayMax) {
        row.lockedUntil = endOfDay;
      } else if (row.wrongInARow >= wrongInARowMax) {
        row.lockedUntil = new Date(now.getTime() + rowLockMs);
        row.wrongInARow = 0;
      }
      return leftOf(row, now);
    },
    countOdd(memberId) {
      const row = rowOf(memberId);
      row.oddCount += 1;
      countedNowOf(memberId).odd += 1;
      if (row.oddCount >= oddPerDayMax) row.lockedUntil = endOfDay;
      return leftOf(row, now);
    },
    countRight(memberId) {
      const row = byMember.get(memberId);
      if (!row || row.wrongInARow === 0) return;
      row.wrongInARow = 0;
      countedNowOf(memberId);
    },
    async save(tx) {
      const memberIds = [...countedNow.keys()].sort((a, b) => a - b);
      const rows = memberIds.map((memberId) => ({
        ...rowOf(memberId),
        ...countedNowOf(memberId),
      }));
      await saveGuard(tx, day, rows, endOfDay);
    },
  };
}

function leftOf(row: GuardRow, now: Date): number {
  if (row.lockedUntil && row.lockedUntil > now) return 0;
  const left = Math.min(wrongPerDayMax - row.wrongCount, wrongInARowMax - row.wrongInARow);
  // Another process may have counted beyond the limit meanwhile.
  return Math.max(0, left);
}

/**
 * Counts are added, not set, and the day's limit is judged by the sum: batches in other lanes and
 * processes count the same member at the same time. What they answered meanwhile is the overshoot.
 */
async function saveGuard(
  tx: Tx,
  day: string,
  rows: (GuardRow & { wrong: number; odd: number })[],
  endOfDay: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into scan_guard as guard
      (member_id, day, wrong_count, wrong_in_a_row, odd_count, locked_until)
    select member_id, ${day}::date, wrong, wrong_in_a_row, odd, locked_until from unnest(
      ${rows.map((row) => row.memberId)}::bigint[],
      ${rows.map((row) => row.wrong)}::int[],
      ${rows.map((row) => row.wrongInARow)}::int[],
      ${rows.map((row) => row.odd)}::int[],
      ${rows.map((row) => row.lockedUntil?.toISOString() ?? null)}::timestamptz[]
    ) as given (member_id, wrong, wrong_in_a_row, odd, locked_until)
    on conflict (member_id, day) do update set
      wrong_count = guard.wrong_count + excluded.wrong_count,
      wrong_in_a_row = excluded.wrong_in_a_row,
      odd_count = guard.odd_count + excluded.odd_count,
      locked_until = greatest(guard.locked_until, excluded.locked_until, case
        when guard.wrong_count + excluded.wrong_count >= ${wrongPerDayMax}
          or guard.odd_count + excluded.odd_count >= ${oddPerDayMax}
        then ${endOfDay}::timestamptz end)`.execute(tx);
}
