import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { deriveKey } from '../../platform/master-key.ts';
import { checkCode } from './check-code.ts';
import type { CodeCheck, CodeInput } from './check-code.ts';
import { deliverMessage } from './deliver-message.ts';
import type { Delivery } from './deliver-message.ts';
import { smsUnavailable } from './errors.ts';
import type { SmsProvider } from './provider.ts';
import { createProviderPool } from './provider-pool.ts';
import { reserveCode } from './reserve-code.ts';
import type { ReservedCode, SmsRecipient } from './reserve-code.ts';
import type { CloudName, SmsEndpoints, SmsSettings } from './sms-settings.ts';

/** Verification codes: reserve inside a transaction, deliver after its commit, check later. */
export interface Sms {
  /**
   * Throws sms_too_soon, sms_limit_reached (of the number, the address, everybody or the month's
   * budget), or sms_unavailable when no provider is configured.
   */
  reserveCode(tx: Tx, input: { recipient: SmsRecipient; address: string }): Promise<ReservedCode>;
  /**
   * Sends what was reserved; only after the commit, for this is the network. Throws sms_unavailable,
   * and then the number may ask again at once.
   */
  deliverCode(reserved: ReservedCode): Promise<void>;
  /** See check-code.ts: commit a wrong code too. */
  checkCode(tx: Tx, input: CodeInput): Promise<CodeCheck>;
  /**
   * Sends a code that opens nothing, to see whether a channel works: one cloud, in force or not, or
   * the channels in force. Counts and costs like any other; throws what `reserveCode` throws, and
   * bad_request when that cloud is not set up.
   */
  sendTest(input: {
    recipient: SmsRecipient;
    address: string;
    channel: CloudName | 'inForce';
  }): Promise<Delivery>;
  /** Names of the providers in the order they are tried; empty: none is configured. */
  readChannels(): Promise<string[]>;
}

export interface SmsOptions {
  db: Db;
  clock: Clock;
  masterKey: Buffer;
  /** What head office decided; asked at every message, with the connection to read by. */
  readSmsSettings: (reader: Db) => Promise<SmsSettings>;
  /** Takes every message while it is there. */
  simulatorProvider?: SmsProvider | undefined;
  endpoints?: SmsEndpoints;
  log: { warn(details: object, message: string): void };
}

/** Made once by app.ts. Without a provider every request for a code is refused, with the remedy logged. */
export function createSms(options: SmsOptions): Sms {
  const { db, clock, readSmsSettings, simulatorProvider, endpoints = {}, log } = options;
  const hashKey = deriveKey(options.masterKey, 'sms-code');
  const pool = createProviderPool({ clock, simulatorProvider, endpoints });

  function requireProviders(settings: SmsSettings): SmsProvider[] {
    const providers = pool.inOrder(settings);
    if (providers.length > 0) return providers;
    log.warn({}, 'no SMS provider: set one up at head office (系统设置 → 短信), or SMS_PROVIDER');
    throw smsUnavailable();
  }

  return {
    reserveCode: async (tx, input) => {
      // By the transaction's own connection: fifty that wait for a fifty-first would wait for ever.
      const settings = await readSmsSettings(tx);
      const [{ name: providerName } = { name: '' }] = requireProviders(settings);
      const tools = { clock, hashKey, settings, providerName };
      return await reserveCode(tx, tools, { ...input, purpose: 'code' });
    },
    deliverCode: async (reserved) => {
      const settings = await readSmsSettings(db);
      const providers = pool.inOrder(settings);
      const delivery = await deliverMessage({ db, pool, log }, settings, { reserved, providers });
      if (!delivery.sent) throw smsUnavailable();
    },
    checkCode: (tx, input) => checkCode(tx, { clock, hashKey }, input),
    sendTest: async ({ recipient, address, channel }) => {
      const settings = await readSmsSettings(db);
      const providers =
        channel === 'inForce' ? requireProviders(settings) : [pool.only(settings, channel)];
      const tools = { clock, hashKey, settings, providerName: providers[0]?.name ?? '' };
      const reserved = await db
        .transaction()
        .execute((tx) => reserveCode(tx, tools, { recipient, address, purpose: 'test' }));
      return await deliverMessage({ db, pool, log }, settings, { reserved, providers });
    },
    readChannels: async () => pool.names(await readSmsSettings(db)),
  };
}
