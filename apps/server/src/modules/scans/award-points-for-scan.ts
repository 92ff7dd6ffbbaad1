import type { Clock } from '../../platform/clock.ts';
import { createBatching, QueueFull } from '../../platform/batching.ts';
import { retrySerialization, type Db } from '../../platform/database.ts';
import { isDatabaseAway } from '../../platform/database-away.ts';
import { busy } from '../../platform/errors.ts';
import { readScannedTexts, type CodeBook } from '../codes/index.ts';
import type { CampaignBook } from '../campaigns/index.ts';
import type { GuardBook } from '../guards/index.ts';
import type { ProductRules } from '../products/index.ts';
import { claimBatch, RulesTooOld, type ClaimRules } from './claim-batch.ts';
import type { ScanLog } from './log/index.ts';
import { logBatch } from './log-batch.ts';
import type { Scan, ScanAnswer, ScanResult } from './scan-result.ts';

export interface ScanDesk {
  awardPointsForScan: (scan: Scan) => Promise<ScanAnswer>;
  /** Scans that wait for a batch. */
  waiting: () => number;
  /** Resolves when no scan is under way: for an orderly stop. */
  idle: () => Promise<void>;
}

export interface ScanDeskOptions {
  db: Db;
  clock: Clock;
  codeBook: CodeBook;
  productRules: ProductRules;
  campaignBook: CampaignBook;
  guardBook: GuardBook;
  scanLog: ScanLog;
  /** GB/T 2260 of the province of an address. */
  readProvince: (address: string | null) => string | null;
  /** Batches under way at the same time. */
  lanes?: number;
  /** Most scans in one transaction. */
  batchMax?: number;
}

/** Two batches in flight keep the database busy while the next one gathers (measured best). */
const lanesDefault = 2;
const batchMaxDefault = 500;
/** Beyond these a scan is refused at once instead of waiting in vain; the second bounds memory. */
const waitMaxMs = 2_000;
const waitingMax = 10_000;

/**
 * Where a scan becomes points. Scans that arrive while a commit is under way are committed together
 * next; the answer to each is known only after its commit.
 */
export function createScanDesk(options: ScanDeskOptions): ScanDesk {
  const { db, clock, codeBook, productRules, campaignBook, guardBook, scanLog } = options;
  const { lanes = lanesDefault, batchMax = batchMaxDefault } = options;

  async function claimTogether(scans: Scan[]): Promise<ScanResult[]> {
    const scanned = readScannedTexts(codeBook, scans);
    const read = scans.map((scan, index) => ({
      ...scan,
      scanned: scanned[index]!,
      province: options.readProvince(scan.origin.address),
    }));
    const claimWith = (rules: ClaimRules) =>
      retrySerialization(() =>
        db.transaction().execute((tx) => claimBatch(tx, read, rules, clock.now())),
      );
    const [products, campaigns, guards] = await Promise.all([
      productRules.read(),
      campaignBook.read(),
      guardBook.read(),
    ]);
    const claimed = await claimWith({ products, campaigns, guards }).catch(async (error) => {
      if (!(error instanceof RulesTooOld)) throw error;
      return claimWith({ products: await productRules.readFresh(), campaigns, guards });
    });
    // Only what is committed has happened: a transaction that is tried again tells nothing.
    logBatch(scanLog, claimed);
    return claimed.results;
  }

  /** One bad scan must not fail its neighbours: after a failure each is tried alone. */
  async function run(scans: Scan[]): Promise<ScanResult[]> {
    try {
      return await claimTogether(scans);
    } catch (error) {
      if (scans.length === 1 || isDatabaseAway(error)) throw error;
      const alone = await Promise.allSettled(scans.map((scan) => aloneBatching.add(scan)));
      return alone.map((result) =>
        result.status === 'fulfilled'
          ? result.value
          : { outcome: 'failed', error: result.reason as unknown },
      );
    }
  }

  const aloneBatching = createBatching<Scan, ScanResult>({
    run: claimTogether,
    lanes: 1,
    batchMax: 1,
    waitingMax: Infinity,
  });
  const batching = createBatching({ run, lanes, batchMax, waitingMax, waitMaxMs });

  return {
    async awardPointsForScan(scan) {
      const result = await batching.add(scan).catch((error: unknown) => {
        throw error instanceof QueueFull || isDatabaseAway(error) ? busy() : error;
      });
      if (result.outcome === 'failed') throw result.error;
      return result;
    },
    waiting: () => batching.waiting(),
    idle: () => batching.idle(),
  };
}
