import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { deriveKey } from '../../platform/master-key.ts';
import { checkCode } from './check-code.ts';
import type { CodeCheck } from './check-code.ts';
import { smsUnavailable } from './errors.ts';
import { SmsProviderError } from './provider.ts';
import type { SmsProvider } from './provider.ts';
import { reserveCode } from './reserve-code.ts';
import type { ReservedCode, SmsRecipient } from './reserve-code.ts';
import { smsLimits } from './sms-limits.ts';

/** Verification codes: reserve inside a transaction, deliver after its commit, check later. */
export interface Sms {
  /** Throws sms_too_soon, sms_limit_reached, or sms_unavailable when no provider is configured. */
  reserveCode(tx: Tx, input: { recipient: SmsRecipient; address: string }): Promise<ReservedCode>;
  /**
   * Sends what was reserved; only after the commit, for this is the network. Throws sms_unavailable,
   * and then the number may ask again at once.
   */
  deliverCode(reserved: ReservedCode): Promise<void>;
  /** See check-code.ts: commit a wrong code too. */
  checkCode(tx: Tx, input: { mobileHash: Buffer; code: string }): Promise<CodeCheck>;
}

/** Made once by app.ts. Without a provider every request for a code is refused, with the remedy logged. */
export function createSms(options: {
  db: Db;
  clock: Clock;
  masterKey: Buffer;
  provider: SmsProvider | undefined;
  log: { warn(details: object, message: string): void };
}): Sms {
  const { db, clock, provider, log } = options;
  const hashKey = deriveKey(options.masterKey, 'sms-code');

  function requireProvider(): SmsProvider {
    if (provider !== undefined) return provider;
    log.warn({}, 'no SMS provider: set SMS_PROVIDER (and what it needs), then restart');
    throw smsUnavailable();
  }

  return {
    reserveCode: async (tx, input) => {
      const tools = { clock, hashKey, providerName: requireProvider().name };
      return await reserveCode(tx, tools, input);
    },
    deliverCode: async ({ smsMessageId, mobile, code }) => {
      try {
        const validMinutes = smsLimits.validSeconds / 60;
        await requireProvider().send({ mobile, code, validMinutes });
      } catch (error) {
        await markFailed(smsMessageId, error);
        throw smsUnavailable();
      }
      await mark(smsMessageId, { state: 'sent' });
    },
    checkCode: (tx, input) => checkCode(tx, { clock, hashKey }, input),
  };

  async function markFailed(smsMessageId: number, error: unknown): Promise<void> {
    const isProviderError = error instanceof SmsProviderError;
    // An error of another class may quote the number: only its name is logged.
    const reason = isProviderError
      ? error.message
      : error instanceof Error
        ? error.name
        : 'unknown';
    log.warn({ smsMessageId, provider: provider?.name, reason }, 'an SMS was not sent');
    const failure = isProviderError ? error.failure : 'unanswered';
    await mark(smsMessageId, { state: 'failed', failure });
  }

  async function mark(
    smsMessageId: number,
    result: { state: 'sent' } | { state: 'failed'; failure: string },
  ): Promise<void> {
    await db
      .updateTable('smsMessage')
      .set(result)
      .where('smsMessageId', '=', smsMessageId)
      .execute();
  }
}
