import { sql } from 'kysely';
import { beijingDay, startOfBeijingDay } from '../../platform/clock.ts';
import { retrySerialization, type Db, type Tx } from '../../platform/database.ts';

interface Period {
  from: Date;
  /** Exclusive. */
  to: Date;
}

interface HourSum {
  hour: Date;
  productId: number;
  batchId: number;
  regionCode: string;
  memberKind: string;
  claims: number;
  points: number;
}

interface MemberSum {
  memberId: number;
  productId: number;
  claims: number;
  points: number;
}

/** The ledger, as the module that owns it reads it. */
export interface LedgerReader {
  readLedgerPeriod: (db: Db) => Promise<{ first: Date; last: Date } | null>;
  readAwardSums: (db: Db, period: Period) => Promise<HourSum[]>;
  readMemberAwardSums: (db: Db, period: Period) => Promise<MemberSum[]>;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** Rows written by one statement. */
const chunkMax = 10_000;

/**
 * Makes every roll-up anew from the ledger, a Beijing day at a time, while claims go on.
 *
 * A claim writes its entry and its delta in one transaction, so in any one snapshot what was folded is
 * the ledger less the deltas that wait: that is what is written, and it is exact to the last commit.
 * Folding waits for the day at hand; claims and readers wait for nothing.
 *
 * @returns how many days were rebuilt
 */
export async function rebuildRollup(
  db: Db,
  ledger: LedgerReader,
  onDay: (day: string) => void = () => undefined,
): Promise<number> {
  const period = await ledger.readLedgerPeriod(db);
  const days = period ? daysOf(period) : [];
  for (const day of days) {
    await inFoldersPlace(db, (tx) => rebuildDay(tx, day, ledger));
    onDay(day);
  }
  await inFoldersPlace(db, async (tx) => {
    await removeOtherDays(tx, await ledger.readLedgerPeriod(tx));
    await rebuildSums(tx);
  });
  return days.length;
}

function daysOf({ first, last }: { first: Date; last: Date }): string[] {
  const days: string[] = [];
  const end = startOfBeijingDay(beijingDay(last)).getTime();
  for (let at = startOfBeijingDay(beijingDay(first)).getTime(); at <= end; at += dayMs) {
    days.push(beijingDay(new Date(at)));
  }
  return days;
}

/** A transaction that sees one moment, with no fold at work. */
function inFoldersPlace(db: Db, work: (tx: Tx) => Promise<void>): Promise<void> {
  return retrySerialization(() =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        // The first statement: the snapshot is taken after it, when no fold is half done.
        await sql`lock table claim_rollup in share row exclusive mode`.execute(tx);
        await sql`set local statement_timeout = 0`.execute(tx);
        await work(tx);
      }),
  );
}

async function rebuildDay(tx: Tx, day: string, ledger: LedgerReader): Promise<void> {
  const from = startOfBeijingDay(day);
  const to = new Date(from.getTime() + dayMs);
  await sql`delete from claim_rollup where hour >= ${from} and hour < ${to}`.execute(tx);
  await sql`delete from member_rollup where day = ${day}::date`.execute(tx);
  for (const sums of chunksOf(await ledger.readAwardSums(tx, { from, to }))) {
    await addHourSums(tx, sums);
  }
  for (let at = from.getTime(); at < to.getTime(); at += hourMs) {
    const hour = { from: new Date(at), to: new Date(at + hourMs) };
    for (const sums of chunksOf(await ledger.readMemberAwardSums(tx, hour))) {
      await addMemberSums(tx, day, sums);
    }
  }
  await subtractWaiting(tx, from, to);
}

function* chunksOf<T>(rows: T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += chunkMax) {
    yield rows.slice(start, start + chunkMax);
  }
}

async function addHourSums(tx: Tx, sums: HourSum[]): Promise<void> {
  await sql`
    insert into claim_rollup (hour, product_id, batch_id, region_code, member_kind, claims, points)
    select * from unnest(
      ${sums.map((sum) => sum.hour)}::timestamptz[],
      ${sums.map((sum) => sum.productId)}::bigint[],
      ${sums.map((sum) => sum.batchId)}::int[],
      ${sums.map((sum) => sum.regionCode)}::text[],
      ${sums.map((sum) => sum.memberKind)}::text[],
      ${sums.map((sum) => sum.claims)}::bigint[],
      ${sums.map((sum) => sum.points)}::bigint[])`.execute(tx);
}

async function addMemberSums(tx: Tx, day: string, sums: MemberSum[]): Promise<void> {
  await sql`
    insert into member_rollup (day, member_id, product_id, claims, points)
    select ${day}::date, * from unnest(
      ${sums.map((sum) => sum.memberId)}::bigint[],
      ${sums.map((sum) => sum.productId)}::bigint[],
      ${sums.map((sum) => sum.claims)}::bigint[],
      ${sums.map((sum) => sum.points)}::bigint[])
    on conflict (day, member_id, product_id) do update set
      claims = member_rollup.claims + excluded.claims,
      points = member_rollup.points + excluded.points`.execute(tx);
}

/** What waits is folded later; it must not count twice then. */
async function subtractWaiting(tx: Tx, from: Date, to: Date): Promise<void> {
  await sql`
    with waiting as (
      select hour, product_id, batch_id, region_code, member_kind,
        sum(claims) as claims, sum(points) as points
      from claim_rollup_delta where hour >= ${from} and hour < ${to} group by 1, 2, 3, 4, 5
    )
    update claim_rollup as kept
    set claims = kept.claims - waiting.claims, points = kept.points - waiting.points
    from waiting
    where (kept.hour, kept.product_id, kept.batch_id, kept.region_code, kept.member_kind) =
      (waiting.hour, waiting.product_id, waiting.batch_id, waiting.region_code, waiting.member_kind)
    `.execute(tx);
  await sql`
    with waiting as (
      select (hour at time zone 'Asia/Shanghai')::date as day, member_id, product_id,
        sum(claims) as claims, sum(points) as points
      from claim_rollup_delta
      where hour >= ${from} and hour < ${to} and member_id <> 0 group by 1, 2, 3
    )
    update member_rollup as kept
    set claims = kept.claims - waiting.claims, points = kept.points - waiting.points
    from waiting
    where (kept.day, kept.member_id, kept.product_id) =
      (waiting.day, waiting.member_id, waiting.product_id)`.execute(tx);
  await sql`delete from claim_rollup
    where hour >= ${from} and hour < ${to} and claims = 0`.execute(tx);
  await sql`delete from member_rollup
    where day = ${beijingDay(from)}::date and claims = 0`.execute(tx);
}

/** Figures of days on which the ledger has nothing at all. */
async function removeOtherDays(tx: Tx, period: { first: Date; last: Date } | null): Promise<void> {
  if (!period) {
    await sql`delete from claim_rollup`.execute(tx);
    await sql`delete from member_rollup`.execute(tx);
    return;
  }
  const [first, last] = [beijingDay(period.first), beijingDay(period.last)];
  const from = startOfBeijingDay(first);
  const to = new Date(startOfBeijingDay(last).getTime() + dayMs);
  await sql`delete from claim_rollup where hour < ${from} or hour >= ${to}`.execute(tx);
  await sql`delete from member_rollup where day < ${first}::date or day > ${last}::date`.execute(
    tx,
  );
}

async function rebuildSums(tx: Tx): Promise<void> {
  await sql`delete from day_rollup`.execute(tx);
  await sql`
    insert into day_rollup (day, claims, points)
    select (hour at time zone 'Asia/Shanghai')::date, sum(claims)::bigint, sum(points)::bigint
    from claim_rollup group by 1`.execute(tx);
  await sql`delete from batch_rollup`.execute(tx);
  await sql`
    insert into batch_rollup (batch_id, claims)
    select batch_id, sum(claims)::bigint from claim_rollup group by 1`.execute(tx);
}
