import { sql } from 'kysely';
import type { ReplyOf } from '@mashang/contract';
import { startOfBeijingDay } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { SmsSettings } from './sms-settings.ts';
import { budgetMilliyuan, judgeBudget, readSpending } from './spend-budget.ts';

type Summary = ReplyOf<'GET /api/hq/sms/summary'>;

/** Counts, cost and failures of one Beijing month (`YYYY-MM`), against the budget of today. */
export async function summarizeMessages(
  db: Db,
  settings: SmsSettings,
  input: { month: string; providers: string[] },
): Promise<Summary> {
  const { month, providers } = input;
  const from = startOfBeijingDay(`${month}-01`);
  const to = startOfBeijingDay(`${nextMonth(month)}-01`);
  const [days, failures, spent] = await Promise.all([
    countByDay(db, from, to),
    countFailures(db, from, to),
    readSpending(db, month),
  ]);
  const total = (field: 'sent' | 'failed' | 'costMilliyuan') =>
    days.reduce((sum, day) => sum + day[field], 0);
  return {
    month,
    sent: total('sent'),
    failed: total('failed'),
    costMilliyuan: total('costMilliyuan'),
    budgetMilliyuan: budgetMilliyuan(settings),
    budgetState: judgeBudget(spent, settings),
    providers,
    days,
    failures,
  };
}

function nextMonth(month: string): string {
  const moment = new Date(`${month}-01T00:00:00.000Z`);
  moment.setUTCMonth(moment.getUTCMonth() + 1);
  return moment.toISOString().slice(0, 7);
}

async function countByDay(db: Db, from: Date, to: Date): Promise<Summary['days']> {
  const { rows } = await sql<Summary['days'][number]>`
    select to_char(created_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, provider,
      count(*) filter (where state = 'sent') as sent,
      count(*) filter (where state = 'failed') as failed,
      sum(price_milliyuan)::bigint as cost_milliyuan
    from sms_message
    where created_at >= ${from} and created_at < ${to}
    group by day, provider
    order by day, provider`.execute(db);
  return rows;
}

/** What the first provider said counts as well: the second had to be asked because of it. */
async function countFailures(db: Db, from: Date, to: Date): Promise<Summary['failures']> {
  const { rows } = await sql<Summary['failures'][number]>`
    select reason, count(*) as count
    from sms_message,
      lateral (values (provider || ' ' || failure), (first_failure)) as reasons (reason)
    where created_at >= ${from} and created_at < ${to} and reason is not null
    group by reason
    order by count desc, reason
    limit 50`.execute(db);
  return rows;
}
