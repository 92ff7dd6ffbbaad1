import * as campaigns from './modules/campaigns/index.ts';
import type * as codes from './modules/codes/index.ts';
import * as guards from './modules/guards/index.ts';
import * as products from './modules/products/index.ts';
import * as scans from './modules/scans/index.ts';
import type * as settings from './modules/settings/index.ts';
import type { Clock } from './platform/clock.ts';
import type { Db } from './platform/database.ts';

export type ScanParts = ReturnType<typeof createScanParts>;

/** The scan desk and what it asks: rules, campaigns, guards, and the log of what it refused. */
export function createScanParts(options: {
  db: Db;
  clock: Clock;
  masterKey: Buffer;
  codeBook: codes.CodeBook;
  settings: settings.ServerSettings;
  /** The log could not be written; it is tried again. */
  onError: (error: unknown) => void;
  lanes?: number;
  batchMax?: number;
}) {
  const { db, clock, masterKey, codeBook, onError, lanes, batchMax } = options;
  const readLimits = async (reader?: Db) => (await options.settings.read(reader)).guards;
  const campaignBook = campaigns.createCampaignBook({ db, clock, masterKey });
  const guardBook = guards.createGuardBook({ db, clock, readLimits });
  const readProvince = guards.createProvinceReader();
  const { raiseAlarms } = guards;
  const scanLog = scans.createScanLog({ db, clock, readLimits, raiseAlarms, onError });
  const productRules = products.createProductRules({ db, clock });
  const asked = { db, clock, codeBook, guardBook, scanLog, readProvince };
  const { readProductNames } = products;
  const checkDesk = scans.createCheckDesk({ ...asked, readProductNames, onError });
  const scanDesk = scans.createScanDesk({
    ...asked,
    productRules,
    campaignBook,
    ...(lanes === undefined ? {} : { lanes }),
    ...(batchMax === undefined ? {} : { batchMax }),
  });
  return { campaignBook, guardBook, productRules, scanLog, scanDesk, checkDesk, readProvince };
}
