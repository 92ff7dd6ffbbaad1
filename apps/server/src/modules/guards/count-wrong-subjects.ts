import { sql } from 'kysely';
import { beijingDay } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database.ts';
import { numberArray } from '../../platform/number-array.ts';
import type { GuardSnapshot } from './create-guard-book.ts';
import type { GuardLimits, GuardSignal, ScanOrigin, SubjectKind } from './guard-types.ts';
import { endOfDay } from './end-of-day.ts';
import { networkOf } from './network-of.ts';
import { subjectsOf } from './subjects-of.ts';

/**
 * Counts wrong codes by openid, address and device, one element of `wrongs` for each code. Who is
 * beyond the day's limit waits until Beijing midnight; this process knows it at once, the others
 * within a second. One statement, in the order of the key.
 */
export async function countWrongSubjects(
  tx: Tx,
  snapshot: GuardSnapshot,
  wrongs: readonly ScanOrigin[],
  now: Date,
): Promise<GuardSignal[]> {
  const counted = countBySubject(wrongs);
  if (counted.length === 0) return [];
  const rows = await saveCounts(tx, counted, snapshot.limits, now);
  return rows.flatMap((row) => {
    const { kind, subject, wrongToday, lockedUntil } = row;
    if (!lockedUntil || lockedUntil <= now) return [];
    snapshot.learnLock(kind, subject, lockedUntil);
    const added = counted.find((one) => one.kind === kind && one.subject === subject);
    // Only who crosses the limit raises the alarm: the sum is exact under the lock of the row.
    const limit = limitOf(kind, snapshot.limits);
    if (wrongToday < limit || wrongToday - (added?.count ?? 0) >= limit) return [];
    const until = lockedUntil.toISOString();
    const kept = keptOf(kind, subject);
    const details = { subjectKind: kind, subject: kept, count: wrongToday, limit, until };
    return [{ kind: 'subjectLocked' as const, subject: `${kind}:${kept}`, details }];
  });
}

/** Alarms stay on record, unlike counts: of an address they keep the network, as the scan log does. */
function keptOf(kind: SubjectKind, subject: string): string {
  const [address = ''] = subject.split('/');
  return kind === 'address' ? (networkOf(address) ?? subject) : subject;
}

interface SubjectCount {
  kind: SubjectKind;
  subject: string;
  count: number;
}

/** In the order of the key, in which the rows are locked. */
function countBySubject(wrongs: readonly ScanOrigin[]): SubjectCount[] {
  const counts = new Map<string, SubjectCount>();
  for (const { kind, subject } of wrongs.flatMap(subjectsOf)) {
    const key = `${kind}:${subject}`;
    const counted = counts.get(key) ?? { kind, subject, count: 0 };
    counts.set(key, counted);
    counted.count += 1;
  }
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, counted]) => counted);
}

function limitOf(kind: SubjectKind, limits: GuardLimits): number {
  switch (kind) {
    case 'openId':
      return limits.openIdWrongPerDayMax;
    case 'address':
      return limits.addressWrongPerDayMax;
    case 'device':
      return limits.deviceWrongPerDayMax;
  }
}

interface StoredCount {
  kind: SubjectKind;
  subject: string;
  wrongToday: number;
  lockedUntil: Date | null;
}

/** The day only goes forward: with a clock set back the counts of the later day go on. */
async function saveCounts(
  tx: Tx,
  counts: SubjectCount[],
  limits: GuardLimits,
  now: Date,
): Promise<StoredCount[]> {
  const total = sql`excluded.wrong_today
    + case when guard.day >= excluded.day then guard.wrong_today else 0 end`;
  const limit = sql`case excluded.kind when 'openId' then ${limits.openIdWrongPerDayMax}::integer
    when 'address' then ${limits.addressWrongPerDayMax} else ${limits.deviceWrongPerDayMax} end`;
  const { rows } = await sql<StoredCount>`
    insert into guard_subject as guard (kind, subject, day, wrong_today, locked_at, locked_until)
    select kind, subject, ${beijingDay(now)}::date, count,
      case when count >= maximum then ${now}::timestamptz end,
      case when count >= maximum then ${endOfDay(beijingDay(now))}::timestamptz end
    from unnest(
      ${counts.map(({ kind }) => kind)}::text[],
      ${counts.map(({ subject }) => subject)}::text[],
      ${numberArray(counts.map(({ count }) => count))}::int[],
      ${numberArray(counts.map(({ kind }) => limitOf(kind, limits)))}::int[]
    ) with ordinality as given (kind, subject, count, maximum, position)
    order by position
    on conflict (kind, subject) do update set
      day = greatest(guard.day, excluded.day),
      wrong_today = ${total},
      locked_at = case when ${total} >= ${limit} then ${now} else guard.locked_at end,
      locked_until = case when ${total} >= ${limit}
        then (greatest(guard.day, excluded.day) + 1)::timestamp at time zone 'Asia/Shanghai'
        else guard.locked_until end
    returning kind, subject, wrong_today, locked_until`.execute(tx);
  return rows;
}
