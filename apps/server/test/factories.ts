import { randomInt, randomUUID } from 'node:crypto';
import type { BodyOf, MemberKind } from '@mashang/contract';
import type { TestServer } from './harness.ts';
import { changeCampaignState, createCampaign } from '../src/modules/campaigns/index.ts';
import {
  activateCodes,
  createBatch,
  freezeCodes,
  readBatchSpans,
  thawCodes,
  voidCodes,
  type RangeChange,
} from '../src/modules/codes/index.ts';
import { createMember, createMobileReader, startSession } from '../src/modules/members/index.ts';
import { openAccount } from '../src/modules/points/index.ts';
import { createProduct, readGtin, readProductNames } from '../src/modules/products/index.ts';
import type { Scan } from '../src/modules/scans/index.ts';
import { createSettings } from '../src/modules/settings/index.ts';
import type { Tx } from '../src/platform/database.ts';
import { createScanParts, type ScanParts } from '../src/scan-parts.ts';

type Parts = Pick<TestServer, 'database' | 'clock' | 'codeBook' | 'masterKey'>;

/** A number of the unassigned 154 prefix. */
export function aMobile(): string {
  return `154${String(randomInt(100_000_000)).padStart(8, '0')}`;
}

export async function aMember(
  parts: Parts,
  mobile = aMobile(),
  profile: { name?: string; kind?: MemberKind; regionCode?: string } = {},
): Promise<number> {
  const mobiles = createMobileReader(parts.masterKey);
  return parts.database.db.transaction().execute(async (tx) => {
    const { memberId } = await createMember(tx, mobiles, {
      mobile: mobiles.read(mobile),
      profile,
      origin: 'wechat',
      now: parts.clock.now(),
    });
    await openAccount(tx, memberId);
    return memberId;
  });
}

/** A campaign that runs for a day from now on and doubles every scan, unless `fields` says otherwise. */
export async function aCampaign(
  { database, clock }: Pick<Parts, 'database' | 'clock'>,
  fields: Partial<BodyOf<'POST /api/hq/campaigns'>> = {},
): Promise<number> {
  const now = clock.now();
  const campaignId = await database.db.transaction().execute(async (tx) => {
    const all = {
      name: '五一双倍',
      startsAt: now.toISOString(),
      endsAt: new Date(now.getTime() + 86_400_000).toISOString(),
      ...{ productIds: [], batchRanges: [], memberKinds: [], regionCodes: [] },
      occasion: 'any' as const,
      effect: { kind: 'multiply' as const, factorPercent: 200 },
      ...{ position: 1, isLast: false, budgetPoints: null },
      ...{ memberDailyTimesMax: null, memberTotalTimesMax: null },
      ...fields,
    };
    const tools = { readProductNames, readBatchSpans };
    const campaignId = await createCampaign(tx, { fields: all, staffId: null, now }, tools);
    await changeCampaignState(tx, { campaignId, state: 'running', version: 1, now });
    return campaignId;
  });
  // Campaigns are remembered for up to a second.
  clock.advanceMs(1100);
  return campaignId;
}

/** A scan by the page, from nowhere anything is known of, unless `extra` says otherwise. */
export function aScan(memberId: number, text: string, extra: Partial<Scan> = {}): Scan {
  return {
    memberId,
    text,
    scanType: 'qrcode',
    attemptId: randomUUID(),
    origin: { channel: 'page', address: null, device: null, openId: null },
    ...extra,
  };
}

/** What a second server process on the same database would have; stop its log at the end. */
export function anotherProcess({ database, clock, codeBook, masterKey }: Parts): ScanParts {
  const { db } = database;
  return createScanParts({
    ...{ db, clock, codeBook, masterKey },
    settings: createSettings({ db, masterKey }),
    onError: (error) => {
      throw error;
    },
  });
}

/** A session cookie of a member, as the browser would send it. */
export async function aMemberCookie(parts: Parts, memberId: number): Promise<string> {
  const session = await parts.database.db
    .transaction()
    .execute((tx) => startSession(tx, { memberId }, parts.clock));
  return `mashang_member=${session.token}`;
}

export type CodesAction = 'activate' | 'freeze' | 'thaw' | 'void';

/** What staff do to a batch or a range of it. */
export async function changeCodes(
  tx: Tx,
  { action, ...asked }: Omit<RangeChange, 'staffId'> & { action: CodesAction },
): Promise<void> {
  const change = { ...asked, staffId: null };
  switch (action) {
    case 'activate':
      return activateCodes(tx, change);
    case 'freeze':
      return freezeCodes(tx, change);
    case 'thaw':
      return thawCodes(tx, change);
    case 'void': {
      const { firstSerial, lastSerial } = (await readBatchSpans(tx, [asked.batchId])).get(
        asked.batchId,
      ) ?? { firstSerial: 0, lastSerial: 0 };
      const [first, last] = [asked.firstSerial ?? firstSerial, asked.lastSerial ?? lastSerial];
      return voidCodes(tx, { ...change, confirmedSerials: last - first + 1 });
    }
  }
}

export interface TestBatch {
  productId: number;
  batchId: number;
  code: (serial: number) => string;
}

/** A batch of own codes of a product of its own; activated unless `actions` says otherwise. */
export async function aBatch(
  parts: Parts,
  options: { points?: number; quantity?: number; actions?: CodesAction[]; name?: string } = {},
): Promise<TestBatch> {
  const { points = 10, quantity = 1000, actions = ['activate'] } = options;
  const now = parts.clock.now();
  const { productId, batchId } = await parts.database.db.transaction().execute(async (tx) => {
    const productId = await createProduct(tx, {
      name: options.name ?? `产品 ${randomUUID()}`,
      pointsPerCode: points,
      now,
    });
    const tools = { codeBook: parts.codeBook, readGtin };
    const batchId = await createBatch(tx, tools, { productId, quantity, now });
    for (const action of actions) await changeCodes(tx, { batchId, action, now });
    return { productId, batchId };
  });
  const cipher = parts.codeBook.cipher(parts.codeBook.newestKeyVersion, 16);
  // Rules are remembered for up to a second: a new product must be known to the next scan.
  parts.clock.advanceMs(1100);
  return { productId, batchId, code: (serial) => cipher.encode(batchId, serial) };
}
