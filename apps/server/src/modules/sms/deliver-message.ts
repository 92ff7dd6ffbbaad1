import type { Db } from '../../platform/database.ts';
import type { SmsProvider, SmsProviderError } from './provider.ts';
import { failureText, toProviderError } from './provider-failures.ts';
import type { ProviderPool } from './provider-pool.ts';
import type { ReservedCode } from './reserve-code.ts';
import { smsLimits } from './sms-limits.ts';
import type { SmsSettings } from './sms-settings.ts';
import { giveBack, spendPrice, takeAlarm } from './spend-budget.ts';

export interface DeliveryTools {
  db: Db;
  pool: ProviderPool;
  log: { warn(details: object, message: string): void };
}

export type Delivery = { sent: true } | { sent: false; failure: string };

interface Failed {
  provider: string;
  error: SmsProviderError;
}

/**
 * Gives a reserved message to one provider after the other until one takes it, and writes down how
 * it ended.
 *
 * A provider that said no, or never heard of the message, is followed by the next. So is one that did
 * not answer: a second SMS with the same code harms nobody and somebody is waiting, but it may cost a
 * second time, so its price is taken out of the budget first. When the number itself is refused,
 * nobody else is asked.
 */
export async function deliverMessage(
  tools: DeliveryTools,
  settings: SmsSettings,
  { reserved, providers }: { reserved: ReservedCode; providers: SmsProvider[] },
): Promise<Delivery> {
  const failed: Failed[] = [];
  let pricesPaid = 1;
  for (const provider of providers) {
    const before = failed.at(-1)?.error;
    if (before?.concerns === 'number') break;
    if (before?.failure === 'unanswered') {
      if (!(await payAgain(tools.db, settings, reserved))) break;
      pricesPaid += 1;
    }
    const attempt = await tryProvider(tools, provider, reserved);
    if ('error' in attempt) {
      failed.push({ provider: provider.name, error: attempt.error });
      continue;
    }
    await writeResult(tools.db, reserved, { failed, pricesPaid, carrier: provider, ...attempt });
    await soundAlarm(tools, settings, reserved);
    return { sent: true };
  }
  await writeResult(tools.db, reserved, { failed, pricesPaid });
  const last = failed.at(-1);
  return { sent: false, failure: last ? failureText(last.error) : 'refused' };
}

async function tryProvider(
  { pool, log }: DeliveryTools,
  provider: SmsProvider,
  { smsMessageId, mobile, code }: ReservedCode,
): Promise<{ providerMessageId: string | null } | { error: SmsProviderError }> {
  try {
    const validMinutes = smsLimits.validSeconds / 60;
    const accepted = await provider.send({ mobile, code, validMinutes });
    pool.note(provider, undefined);
    return { providerMessageId: accepted?.providerMessageId.slice(0, 100) || null };
  } catch (thrown) {
    const error = toProviderError(thrown);
    pool.note(provider, error);
    const { failure, message: reason } = error;
    log.warn(
      { smsMessageId, provider: provider.name, failure, reason },
      'a provider did not take an SMS',
    );
    return { error };
  }
}

/** At the price the message was reserved at, whatever it is by now. */
function payAgain(
  db: Db,
  settings: SmsSettings,
  { month, priceMilliyuan }: ReservedCode,
): Promise<boolean> {
  const budget = { ...settings, priceMilliyuan };
  return db.transaction().execute((tx) => spendPrice(tx, month, budget));
}

/** What certainly was not sent costs nothing. */
async function writeResult(
  db: Db,
  { smsMessageId, month, priceMilliyuan }: ReservedCode,
  result: {
    failed: Failed[];
    pricesPaid: number;
    carrier?: SmsProvider;
    providerMessageId?: string | null;
  },
): Promise<void> {
  const { failed, pricesPaid, carrier, providerMessageId = null } = result;
  const unanswered = failed.filter(({ error }) => error.failure === 'unanswered').length;
  const perhapsSent = unanswered + (carrier ? 1 : 0);
  const [first, second] = failed;
  const firstFailure =
    first && (carrier || second) ? `${first.provider} ${failureText(first.error)}` : null;
  const lastFailed = failed.at(-1);
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('smsMessage')
      .set({
        state: carrier ? 'sent' : 'failed',
        failure: carrier ? null : lastFailed ? failureText(lastFailed.error) : 'refused',
        firstFailure,
        mayHaveArrived: !carrier && unanswered > 0,
        providerMessageId,
        priceMilliyuan: priceMilliyuan * perhapsSent,
        ...(carrier ? { provider: carrier.name } : {}),
        ...(!carrier && lastFailed ? { provider: lastFailed.provider } : {}),
      })
      .where('smsMessageId', '=', smsMessageId)
      .execute();
    await giveBack(tx, month, priceMilliyuan * (pricesPaid - perhapsSent));
  });
}

async function soundAlarm(
  { db, log }: DeliveryTools,
  settings: SmsSettings,
  { month }: ReservedCode,
): Promise<void> {
  if (!(await takeAlarm(db, month, settings))) return;
  const { monthlyBudgetYuan, alarmPercent } = settings;
  log.warn(
    { month, monthlyBudgetYuan, alarmPercent },
    'the SMS budget of this month is nearly used up',
  );
}
