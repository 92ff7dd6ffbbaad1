import { createHash, randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { clientNetwork } from '../../platform/client-network.ts';
import { beijingDay, startOfBeijingDay } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database.ts';
import { hashCode } from './code-hash.ts';
import {
  addressLimitReached,
  budgetUsedUp,
  everybodyLimitReached,
  numberLimitReached,
  smsTooSoon,
} from './errors.ts';
import { smsLimits } from './sms-limits.ts';
import type { SmsSettings } from './sms-settings.ts';
import { beijingMonth, spendPrice } from './spend-budget.ts';

export interface SmsRecipient {
  /** Eleven digits. */
  number: string;
  /** Keyed hash of the number: all that the tables here know of it. */
  hash: Buffer;
}

/** A code that may go out once the transaction is committed. Never log it. */
export interface ReservedCode {
  smsMessageId: number;
  mobile: string;
  code: string;
  /** What was taken for it out of which Beijing month's budget. */
  priceMilliyuan: number;
  month: string;
}

/**
 * Decides whether this number may get a message now, and if so pays its price and writes the code and
 * the message. The decision is made under locks, so it holds however many ask at once. A test's code
 * is not kept: it opens nothing.
 *
 * Throws sms_too_soon or sms_limit_reached.
 */
export async function reserveCode(
  tx: Tx,
  tools: { clock: Clock; hashKey: Buffer; settings: SmsSettings; providerName: string },
  input: { recipient: SmsRecipient; address: string; purpose: 'code' | 'test' },
): Promise<ReservedCode> {
  const { recipient, purpose } = input;
  const { settings } = tools;
  const address = clientNetwork(input.address);
  await lock(tx, [`number:${recipient.hash.toString('hex')}`]);
  // Read under the lock: those who waited for it must not count with the time they arrived at.
  const now = tools.clock.now();
  await refuseBusyNumber(tx, recipient.hash, settings, now);
  // Looked at twice: without locks, so that a flood is refused without making others wait, and with
  // them, so that the count is exact. Locks are always taken in this order: number, address, all.
  await refuseBusyAddress(tx, address, settings, now);
  await lock(tx, [`address:${address}`, 'everybody']);
  await refuseBusyAddress(tx, address, settings, now);
  const month = beijingMonth(now);
  if (!(await spendPrice(tx, month, settings))) throw budgetUsedUp();
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  if (purpose === 'code') {
    await writeCode(tx, recipient.hash, hashCode(tools.hashKey, recipient.hash, code), now);
  }
  const { priceMilliyuan } = settings;
  const { smsMessageId } = await tx
    .insertInto('smsMessage')
    .values({
      mobileHash: recipient.hash,
      mobileLast4: recipient.number.slice(-4),
      address,
      provider: tools.providerName,
      state: 'sending',
      purpose,
      priceMilliyuan,
      createdAt: now,
    })
    .returning('smsMessageId')
    .executeTakeFirstOrThrow();
  return { smsMessageId, mobile: recipient.number, code, priceMilliyuan, month };
}

async function lock(tx: Tx, subjects: string[]): Promise<void> {
  const locks = subjects.map((subject) => {
    const key = createHash('sha256').update(`sms:${subject}`).digest().readBigInt64BE();
    return sql`pg_advisory_xact_lock(${key.toString()}::bigint)`;
  });
  await sql`select ${sql.join(locks)}`.execute(tx);
}

/**
 * A message that failed does not make its number wait, nor does it count, unless it may have arrived
 * all the same: or a provider that is slow to answer would let a phone be bombed.
 */
async function refuseBusyNumber(
  tx: Tx,
  mobileHash: Buffer,
  { perNumberAndDayMax }: SmsSettings,
  now: Date,
): Promise<void> {
  const dayStart = startOfBeijingDay(beijingDay(now));
  const resendMs = smsLimits.resendSeconds * 1000;
  const resendFrom = new Date(now.getTime() - resendMs);
  // A message from the future means the clock was set back; it must not block the number for long.
  const resendUntil = new Date(now.getTime() + resendMs);
  const { rows } = await sql<{ lastAt: Date | null; today: number }>`
    select
      max(created_at) filter (
        where state <> 'failed' and created_at > ${resendFrom} and created_at <= ${resendUntil}
      ) as last_at,
      count(*) filter (
        where created_at >= ${dayStart} and (state <> 'failed' or may_have_arrived)
      ) as today
    from sms_message
    where mobile_hash = ${mobileHash} and created_at >= least(${dayStart}::timestamptz, ${resendFrom}::timestamptz)`.execute(
    tx,
  );
  const { lastAt = null, today = 0 } = rows[0] ?? {};
  if (lastAt !== null) {
    const waitMs = lastAt.getTime() + resendMs - now.getTime();
    throw smsTooSoon(Math.min(smsLimits.resendSeconds, Math.ceil(waitMs / 1000)));
  }
  if (today >= perNumberAndDayMax) {
    const dayMs = 24 * 60 * 60 * 1000;
    const retryAfterSeconds = Math.ceil((dayStart.getTime() + dayMs - now.getTime()) / 1000);
    throw numberLimitReached(perNumberAndDayMax, retryAfterSeconds);
  }
}

/** Here failed messages count as well: they cost us and the provider work. */
async function refuseBusyAddress(
  tx: Tx,
  address: string,
  { perAddressAndHourMax, perMinuteMax }: SmsSettings,
  now: Date,
): Promise<void> {
  const hourAgo = new Date(now.getTime() - 60 * 60 * 1000);
  const minuteAgo = new Date(now.getTime() - 60 * 1000);
  const { rows } = await sql<{ ofAddress: number; ofEverybody: number }>`
    select
      (select count(*) from sms_message
        where address = ${address} and created_at > ${hourAgo}) as of_address,
      (select count(*) from sms_message
        where created_at > ${minuteAgo}) as of_everybody`.execute(tx);
  const { ofAddress = 0, ofEverybody = 0 } = rows[0] ?? {};
  if (ofAddress >= perAddressAndHourMax) throw addressLimitReached();
  if (ofEverybody >= perMinuteMax) throw everybodyLimitReached();
}

async function writeCode(tx: Tx, mobileHash: Buffer, codeHash: Buffer, now: Date): Promise<void> {
  const fresh = {
    codeHash,
    triesLeft: smsLimits.triesMax,
    sentAt: now,
    expiresAt: new Date(now.getTime() + smsLimits.validSeconds * 1000),
  };
  await tx
    .insertInto('smsCode')
    .values({ mobileHash, ...fresh })
    .onConflict((conflict) => conflict.column('mobileHash').doUpdateSet(fresh))
    .execute();
}
