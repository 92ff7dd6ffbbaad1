import type { LoggedOutcome, ScanChannel } from '@mashang/contract';
import { sql, type RawBuilder } from 'kysely';
import { codeIdMax, codeIdOf, serialMax } from '../../codes/index.ts';
import { boundOf, type ScanPosition, type ScanSource } from './scan-position.ts';

export interface ScanFilter {
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
  outcome?: LoggedOutcome | undefined;
  channel?: ScanChannel | undefined;
  memberId?: number | undefined;
  productId?: number | undefined;
  batchId?: number | undefined;
  /** GB/T 2260 of a province. */
  province?: string | undefined;
}

export interface ScanPage {
  after: ScanPosition | null;
  limit: number;
  sort?: 'newest' | 'oldest' | undefined;
}

/** One scan of either source, and where it stands. */
export interface ScanRow extends ScanPosition {
  scannedAt: Date;
  outcome: LoggedOutcome;
  channel: ScanChannel | null;
  memberId: number | null;
  codeText: string | null;
  productId: number | null;
  points: number | null;
  province: string | null;
  network: string | null;
}

const sources = {
  claim: { time: sql.ref('claimed_at'), key: sql.ref('code_id') },
  log: { time: sql.ref('scanned_at'), key: sql.ref('scan_id') },
};

/** The condition on one source; null when it can have no such row. */
export function conditionOf(
  source: ScanSource,
  filter: ScanFilter,
  page: Pick<ScanPage, 'after' | 'sort'>,
): RawBuilder<unknown> | null {
  if (!mayHave(source, filter)) return null;
  const { time, key } = sources[source];
  const { from, to, outcome, batchId } = filter;
  const conditions = [sql`true`, ...claimConditions(filter)];
  if (from) conditions.push(sql`${time} >= ${from}`);
  if (to) conditions.push(sql`${time} < ${to}`);
  if (source === 'log' && outcome) conditions.push(sql`outcome = ${outcome}`);
  if (filter.memberId !== undefined) conditions.push(sql`member_id = ${filter.memberId}`);
  if (filter.productId !== undefined) conditions.push(sql`product_id = ${filter.productId}`);
  if (batchId !== undefined) {
    const [first, last] = [codeIdOf(batchId, 0), codeIdOf(batchId, serialMax)];
    if (last > codeIdMax) return null;
    conditions.push(sql`code_id between ${first}::bigint and ${last}::bigint`);
  }
  if (page.after) {
    const bound = boundOf(source, page.after);
    const beyond = sql.raw(page.sort === 'oldest' ? '>' : '<');
    conditions.push(sql`(${time}, ${key}) ${beyond}
      (${bound.at}::timestamptz, ${bound.key}::bigint)`);
  }
  return sql.join(conditions, sql` and `);
}

/** What the ledger does not know of a claim. */
export function claimConditions({ channel, province }: ScanFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (channel) conditions.push(sql`channel = ${channel}`);
  if (province) conditions.push(sql`province = ${province}`);
  return conditions;
}

/** The log holds no winning scan; claims hold nothing else, and none that only asked. */
export function mayHave(source: ScanSource, { outcome, channel }: ScanFilter): boolean {
  if (source === 'log') return outcome !== 'awarded';
  return (outcome === undefined || outcome === 'awarded') && channel !== 'check';
}

/** The columns of `ScanRow`, but for `source`. */
export const rowColumns = {
  claim: sql`code_id::text as key, ${microsecondsOf('claimed_at')} as microseconds,
    claimed_at as scanned_at, 'awarded' as outcome, channel, member_id, code_id::text as code_text,
    product_id, points, province, null::text as network`,
  log: sql`scan_id::text as key, ${microsecondsOf('scanned_at')} as microseconds,
    scanned_at, outcome, channel, member_id, code_id::text as code_text,
    product_id, null::integer as points, province, network`,
};

function microsecondsOf(column: string) {
  return sql`(extract(epoch from ${sql.ref(column)}) * 1000000)::bigint`;
}
