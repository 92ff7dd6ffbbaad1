import { sql, type RawBuilder } from 'kysely';
import type { StatisticsDimension } from '@mashang/contract';
import { beijingDay } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { Question } from './read-question.ts';

export interface Figures {
  claims: number;
  points: number;
}

export interface RowFigures extends Figures {
  /** Time as milliseconds since 1970; everything else as in the contract. */
  key: string;
  previousClaims: number;
  previousPoints: number;
}

export interface AllFigures extends Omit<RowFigures, 'key'> {
  rows: number;
}

const localAt = sql`at at time zone 'Asia/Shanghai'`;
const startOf = (unit: string): RawBuilder<string> =>
  sql`(extract(epoch from date_trunc(${sql.lit(unit)}, ${localAt}) at time zone 'Asia/Shanghai')
    * 1000)::bigint::text`;

const keyOf: Record<StatisticsDimension, RawBuilder<string>> = {
  hour: startOf('hour'),
  day: startOf('day'),
  week: startOf('week'),
  month: startOf('month'),
  province: sql`case when region_code = '' then '' else left(region_code, 2) || '0000' end`,
  city: sql`case when region_code like '__0000' then left(region_code, 2) || '9900'
    else region_code end`,
  product: sql`product_id::text`,
  batch: sql`batch_id::text`,
  memberKind: sql`member_kind`,
  member: sql`member_id::text`,
};

/** Sums by the first dimension, the fullest first, with the sums of all rows there are. */
export async function readRowFigures(
  db: Db,
  question: Question,
  limit: number,
): Promise<{ rows: RowFigures[]; all: AllFigures }> {
  const { rows } = await sql<
    RowFigures & {
      allRows: number;
      allClaims: number;
      allPoints: number;
      allPreviousClaims: number;
      allPreviousPoints: number;
    }
  >`
    with counted as materialized (${countedOf(question)}), summed as (
      select ${keyOf[question.by]} as key,
        coalesce(sum(claims) filter (where not is_previous), 0)::bigint as claims,
        coalesce(sum(points) filter (where not is_previous), 0)::bigint as points,
        coalesce(sum(claims) filter (where is_previous), 0)::bigint as previous_claims,
        coalesce(sum(points) filter (where is_previous), 0)::bigint as previous_points
      from counted group by 1
    )
    select *, count(*) over () as all_rows,
      sum(claims) over ()::bigint as all_claims,
      sum(points) over ()::bigint as all_points,
      sum(previous_claims) over ()::bigint as all_previous_claims,
      sum(previous_points) over ()::bigint as all_previous_points
    from summed order by points desc, claims desc, previous_points desc, key limit ${limit}`.execute(
    db,
  );
  const first = rows[0];
  const all = {
    rows: first?.allRows ?? 0,
    claims: first?.allClaims ?? 0,
    points: first?.allPoints ?? 0,
    previousClaims: first?.allPreviousClaims ?? 0,
    previousPoints: first?.allPreviousPoints ?? 0,
  };
  return { rows, all };
}

/** The keys of the second dimension, the fullest first; of the period itself. */
export async function readColumnKeys(
  db: Db,
  question: Question,
  across: StatisticsDimension,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    with counted as materialized (${countedOf({ ...question, previousFrom: question.from })})
    select ${keyOf[across]} as key from counted
    group by 1 order by sum(points) desc, sum(claims) desc, 1 limit ${limit}`.execute(db);
  return rows.map(({ key }) => key);
}

/** Sums by both dimensions, of these rows and columns; of the period itself. */
export async function readCells(
  db: Db,
  question: Question,
  across: StatisticsDimension,
  keys: { rows: string[]; columns: string[] },
): Promise<(Figures & { rowKey: string; columnKey: string })[]> {
  const { rows } = await sql<Figures & { rowKey: string; columnKey: string }>`
    with counted as materialized (${countedOf({ ...question, previousFrom: question.from })}), keyed as (
      select ${keyOf[question.by]} as row_key, ${keyOf[across]} as column_key, claims, points
      from counted
    )
    select row_key, column_key, sum(claims)::bigint as claims, sum(points)::bigint as points
    from keyed
    where row_key = any(${keys.rows}::text[]) and column_key = any(${keys.columns}::text[])
    group by 1, 2`.execute(db);
  return rows;
}

interface Sources {
  folded: RawBuilder<unknown>;
  waiting: RawBuilder<unknown>;
}

/** What a dimension is computed from. */
const columnOf: Record<StatisticsDimension, string> = {
  hour: 'at',
  day: 'at',
  week: 'at',
  month: 'at',
  province: 'region_code',
  city: 'region_code',
  product: 'product_id',
  batch: 'batch_id',
  memberKind: 'member_kind',
  member: 'member_id',
};

/**
 * Folded and waiting figures of both periods. The folded ones are added up by the columns as they are,
 * for those the planner knows; only then are keys computed, and whoever uses this says `materialized`,
 * or conditions on keys would move down to every row (measured: four times slower). What lies in the
 * period before is moved forward by its length, onto the step of time it is compared with.
 */
function countedOf(question: Question): RawBuilder<unknown> {
  const { by, across, from, to } = question;
  const { folded, waiting } = question.isOfMembers
    ? memberFigures(question)
    : claimFigures(question);
  const names = [...new Set([columnOf[by], columnOf[across ?? by]])];
  const columns = sql.raw(['is_previous', ...names].join(', '));
  const lengthSeconds = (to.getTime() - from.getTime()) / 1000;
  const moved = names.map((name) =>
    name === 'at'
      ? sql`at + case when is_previous then make_interval(secs => ${lengthSeconds})
          else interval '0' end as at`
      : sql.raw(name),
  );
  return sql`
    select is_previous, ${sql.join(moved)}, claims, points from (
      select ${columns}, sum(claims) as claims, sum(points) as points
      from (${folded}) as folded group by ${columns}
      union all select ${columns}, claims, points from (${waiting}) as waiting
    ) as added`;
}

function claimFigures(question: Question): Sources {
  const { from, previousFrom, to, productId, batchId, region, memberKind } = question;
  const conditions = [sql`hour >= ${previousFrom} and hour < ${to}`];
  if (productId !== undefined) conditions.push(sql`product_id = ${productId}`);
  if (batchId !== undefined) conditions.push(sql`batch_id = ${batchId}`);
  if (memberKind !== undefined) conditions.push(sql`member_kind = ${memberKind}`);
  if (region !== undefined) conditions.push(sql`region_code like ${regionPattern(region)}`);
  const where = sql.join(conditions, sql` and `);
  const columns = sql`hour < ${from} as is_previous, hour as at, product_id, batch_id, region_code,
    member_kind, claims, points`;
  return {
    folded: sql`select ${columns} from claim_rollup where ${where}`,
    waiting: sql`select ${columns} from claim_rollup_delta where ${where}`,
  };
}

/** A province takes in its cities; 000000 is unknown; 329900 is the province, its city unknown. */
function regionPattern(code: string): string {
  if (code === '000000') return '';
  if (code.endsWith('9900')) return `${code.slice(0, 2)}0000`;
  return code.endsWith('0000') ? `${code.slice(0, 2)}%` : code;
}

function memberFigures(question: Question): Sources {
  const { from, previousFrom, to, productId, memberId } = question;
  const conditions = [sql`member_id <> 0`];
  if (productId !== undefined) conditions.push(sql`product_id = ${productId}`);
  if (memberId !== undefined) conditions.push(sql`member_id = ${memberId}`);
  const where = sql.join(conditions, sql` and `);
  return {
    folded: sql`
      select day < ${beijingDay(from)}::date as is_previous,
        day::timestamp at time zone 'Asia/Shanghai' as at, member_id, product_id, claims, points
      from member_rollup
      where day >= ${beijingDay(previousFrom)}::date and day < ${beijingDay(to)}::date and ${where}`,
    waiting: sql`
      select hour < ${from} as is_previous, hour as at, member_id, product_id, claims, points
      from claim_rollup_delta where hour >= ${previousFrom} and hour < ${to} and ${where}`,
  };
}
