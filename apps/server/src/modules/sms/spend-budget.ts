import { sql } from 'kysely';
import { beijingDay } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { SmsSettings } from './sms-settings.ts';

type BudgetSettings = Pick<SmsSettings, 'monthlyBudgetYuan' | 'alarmPercent' | 'priceMilliyuan'>;

/** none: no budget; alarm: the alarm's share is used up; stopped: the next message costs too much. */
export type BudgetState = 'none' | 'fine' | 'alarm' | 'stopped';

/** The Beijing calendar month of a moment, `YYYY-MM`. */
export function beijingMonth(moment: Date): string {
  return beijingDay(moment).slice(0, 7);
}

export function budgetMilliyuan({ monthlyBudgetYuan }: BudgetSettings): number | null {
  return monthlyBudgetYuan === null ? null : monthlyBudgetYuan * 1000;
}

export function judgeBudget(costMilliyuan: number, settings: BudgetSettings): BudgetState {
  const budget = budgetMilliyuan(settings);
  if (budget === null) return 'none';
  if (costMilliyuan + settings.priceMilliyuan > budget) return 'stopped';
  return costMilliyuan * 100 >= budget * settings.alarmPercent ? 'alarm' : 'fine';
}

/**
 * Promises the price of one message out of a month's budget; false when it would not fit. One row
 * decides, so parallel requests cannot spend the same money.
 */
export async function spendPrice(
  tx: Tx,
  month: string,
  settings: BudgetSettings,
): Promise<boolean> {
  const { priceMilliyuan } = settings;
  const budget = budgetMilliyuan(settings);
  if (budget !== null && priceMilliyuan > budget) return false;
  const { rows } = await sql`
    insert into sms_spending as spending (month, cost_milliyuan) values (${month}, ${priceMilliyuan})
    on conflict (month) do update
      set cost_milliyuan = spending.cost_milliyuan + ${priceMilliyuan}
      where ${budget}::bigint is null
        or spending.cost_milliyuan + ${priceMilliyuan} <= ${budget}::bigint
    returning month`.execute(tx);
  return rows.length > 0;
}

/** Gives back what was promised for a message that certainly went nowhere. */
export async function giveBack(tx: Tx, month: string, milliyuan: number): Promise<void> {
  if (milliyuan === 0) return;
  await tx
    .updateTable('smsSpending')
    .set((row) => ({ costMilliyuan: row('costMilliyuan', '-', milliyuan) }))
    .where('month', '=', month)
    .execute();
}

/** Whether this caller is the one to sound the alarm of this budget; true once, whoever asks. */
export async function takeAlarm(db: Db, month: string, settings: BudgetSettings): Promise<boolean> {
  const budget = budgetMilliyuan(settings);
  if (budget === null) return false;
  const { rows } = await sql`
    update sms_spending set alarmed_budget_milliyuan = ${budget}
    where month = ${month}
      and alarmed_budget_milliyuan is distinct from ${budget}::bigint
      and cost_milliyuan * 100 >= ${budget}::bigint * ${settings.alarmPercent}::integer
    returning month`.execute(db);
  return rows.length > 0;
}

export async function readSpending(db: Db, month: string): Promise<number> {
  const row = await db
    .selectFrom('smsSpending')
    .select('costMilliyuan')
    .where('month', '=', month)
    .executeTakeFirst();
  return row?.costMilliyuan ?? 0;
}
