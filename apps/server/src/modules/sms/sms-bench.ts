import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { freshDatabase, openAllConnections } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { createSms } from './index.ts';
import { smsSettingsDefault } from './sms-settings.ts';
import type {
  CodeCheck,
  ReservedCode,
  Sms,
  SmsEndpoints,
  SmsProvider,
  SmsSettings,
} from './index.ts';

const noon = new Date('2026-11-22T04:00:00.000Z'); // 12:00 in Beijing
const masterKey = Buffer.alloc(32, 7);

export function recipientOf(number: string) {
  return { number, hash: createHmac('sha256', 'test').update(number).digest() };
}

export interface SmsBench {
  time: Date;
  sent: { mobile: string; code: string }[];
  /** What the carrier throws instead of sending. */
  failure: Error | undefined;
  logged: unknown[];
  /** What head office decided. */
  settings: SmsSettings;
  database: TestDatabase;
  sms: Sms;
  wait(seconds: number): void;
  /**
   * The service as app.ts makes it: with a provider that takes everything, or with those of the
   * settings, reached at other addresses.
   */
  makeSms(provider: SmsProvider | undefined, endpoints?: SmsEndpoints): Sms;
  reserve(number: string, address?: string, using?: Sms): Promise<ReservedCode>;
  /** Reserves and delivers; the code that was sent. */
  send(number: string, address?: string): Promise<string>;
  check(number: string, code: string): Promise<CodeCheck>;
}

/**
 * For one test file: a database, a clock that is moved by hand, a carrier that remembers what it sent
 * and fails on demand, and a log to look into. Everything starts anew before each test.
 */
export function useSmsBench(): SmsBench {
  const bench: SmsBench = {
    time: noon,
    sent: [],
    failure: undefined,
    logged: [],
    settings: smsSettingsDefault,
    database: undefined as unknown as TestDatabase,
    sms: undefined as unknown as Sms,
    wait: (seconds) => {
      bench.time = new Date(bench.time.getTime() + seconds * 1000);
    },
    makeSms: (simulatorProvider, endpoints) => {
      const clock = { now: () => new Date(bench.time) };
      const log = { warn: (...entry: unknown[]) => void bench.logged.push(entry) };
      return createSms({
        db: bench.database.db,
        clock,
        masterKey,
        readSmsSettings: async () => bench.settings,
        simulatorProvider,
        ...(endpoints ? { endpoints } : {}),
        log,
      });
    },
    reserve: (
      number: string,
      address = '10.0.0.1',
      using: Sms = bench.sms,
    ): Promise<ReservedCode> => {
      const input = { recipient: recipientOf(number), address };
      return bench.database.db.transaction().execute((tx) => using.reserveCode(tx, input));
    },
    send: async (number, address) => {
      const reserved = await bench.reserve(number, address);
      await bench.sms.deliverCode(reserved);
      return reserved.code;
    },
    check: (number, code) => {
      const input = { mobileHash: recipientOf(number).hash, code };
      return bench.database.db.transaction().execute((tx) => bench.sms.checkCode(tx, input));
    },
  };
  const carrier: SmsProvider = {
    name: 'test carrier',
    send: async (message) => {
      if (bench.failure !== undefined) throw bench.failure;
      bench.sent.push(message);
      return undefined;
    },
  };
  beforeAll(async () => {
    bench.database = await freshDatabase();
    bench.sms = bench.makeSms(carrier);
  });
  afterAll(() => bench.database.close());
  beforeEach(async () => {
    Object.assign(bench, {
      time: noon,
      sent: [],
      failure: undefined,
      logged: [],
      settings: smsSettingsDefault,
    });
    await bench.database.pool.query('truncate sms_code, sms_message, sms_spending');
    await openAllConnections(bench.database);
  });
  return bench;
}
