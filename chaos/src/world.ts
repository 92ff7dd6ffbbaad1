import { createHash, randomBytes } from 'node:crypto';
import {
  activateCodes,
  batchOfCodeId,
  codeIdOf,
  createBatch,
  createCodeBook,
  loadKeyVersions,
  serialOfCodeId,
} from '@mashang/server/src/modules/codes/index.ts';
import { createProduct, readGtin } from '@mashang/server/src/modules/products/index.ts';
import type { Database } from '@mashang/server/src/platform/database.ts';
import { sql } from 'kysely';
import { publicUrl } from './servers.ts';

/** What the scans are about. */
export interface World {
  productIds: number[];
  batchIds: number[];
  campaignIds: number[];
  /** Text of the n-th code, and its key in the ledger. */
  code: (number: number) => { text: string; codeId: number };
  /** Of a key in the ledger. */
  numberOf: (codeId: number) => number | undefined;
  codes: number;
  /** Cookies of members 1, 2, 3 … */
  sessionTokens: string[];
  memberIds: number[];
}

const batches = 8;

/** Members with sessions, products, batches of own codes, and campaigns of every kind. */
export async function makeWorld(
  { db, pool }: Database,
  options: { masterKey: Buffer; members: number; codes: number },
): Promise<World> {
  const { masterKey, members } = options;
  const codeBook = createCodeBook({
    masterKey,
    keyVersions: await loadKeyVersions(db, masterKey),
    ownHosts: [publicUrl],
  });
  const perBatch = Math.ceil(options.codes / batches);
  const now = new Date();
  const productIds: number[] = [];
  const batchIds: number[] = [];
  await db.transaction().execute(async (tx) => {
    for (const [name, pointsPerCode] of [
      ['红烧酱油', 10],
      ['蚝油', 7],
      ['鸡精', 3],
    ] as const) {
      productIds.push(await createProduct(tx, { name, pointsPerCode, now }));
    }
    for (let index = 0; index < batches; index += 1) {
      const productId = productIds[index % productIds.length] ?? 0;
      const batchId = await createBatch(
        tx,
        { codeBook, readGtin },
        { productId, quantity: perBatch, now },
      );
      await activateCodes(tx, { batchId, staffId: null, now });
      batchIds.push(batchId);
    }
  });
  const cipher = codeBook.cipher(codeBook.newestKeyVersion, 16);
  const { memberIds, sessionTokens } = await makeMembers(pool, members);
  return {
    productIds,
    batchIds,
    campaignIds: await makeCampaigns({ db, pool }, productIds, options.codes),
    codes: perBatch * batches,
    code: (number) => {
      const batchId = batchIds[Math.floor(number / perBatch)] ?? 0;
      const serial = number % perBatch;
      // Exact: batch numbers are small here.
      return { text: cipher.encode(batchId, serial), codeId: Number(codeIdOf(batchId, serial)) };
    },
    numberOf: (codeId) => {
      const place = batchIds.indexOf(batchOfCodeId(BigInt(codeId)));
      return place < 0 ? undefined : place * perBatch + serialOfCodeId(BigInt(codeId));
    },
    memberIds,
    sessionTokens,
  };
}

/** One in twenty is frozen: refused scans must not touch what others win in the same batch. */
async function makeMembers(pool: Database['pool'], members: number) {
  const { rows } = await pool.query<{ member_id: number }>(
    `insert into member (mobile_hash, mobile_cipher, mobile_masked, mobile_last4, name, kind,
        region_code, created_at, status, frozen_reason)
      select hash, hash, '154****' || lpad((n % 10000)::text, 4, '0'),
        lpad((n % 10000)::text, 4, '0'), '会员' || n,
        case when n % 3 = 0 then 'chef' else 'consumer' end,
        case n % 4 when 0 then '320500' when 1 then '110000' else null end, now(),
        case when n % 20 = 0 then 'frozen' else 'active' end,
        case when n % 20 = 0 then '核实中' end
      from generate_series(1, $1::int) n, sha256(n::text::bytea) hash returning member_id`,
    [members],
  );
  const memberIds = rows.map((row) => row.member_id);
  await pool.query('insert into points_account (member_id) select member_id from member');
  const sessionTokens = memberIds.map(() => randomBytes(32).toString('base64url'));
  await pool.query(
    `insert into member_session (token_hash, member_id, created_at, expires_at)
      select token_hash, member_id, now(), now() + interval '180 days'
      from unnest($1::bytea[], $2::bigint[]) as given (token_hash, member_id)`,
    [sessionTokens.map((token) => createHash('sha256').update(token).digest()), memberIds],
  );
  return { memberIds, sessionTokens };
}

/** One of each sort: with a budget that runs out, with a limit a member, a first one, a lucky one. */
async function makeCampaigns(
  { db }: Pick<Database, 'db' | 'pool'>,
  productIds: number[],
  codes: number,
): Promise<number[]> {
  const campaigns = [
    {
      name: '双倍',
      effect: { kind: 'multiply', factorPercent: 200 },
      budgetPoints: codes,
      productIds: productIds.slice(0, 1),
    },
    { name: '每日三次', effect: { kind: 'add', points: 2 }, dailyMax: 3, totalMax: 5 },
    { name: '首扫', effect: { kind: 'add', points: 50 }, occasion: 'firstEver' },
    { name: '新品', effect: { kind: 'add', points: 1 }, occasion: 'firstOfProduct' },
    {
      name: '幸运',
      effect: { kind: 'random', pointsMin: 1, pointsMax: 9 },
      productIds: productIds.slice(1, 2),
      budgetPoints: Math.ceil(codes / 3),
    },
  ];
  const campaignIds: number[] = [];
  for (const [index, campaign] of campaigns.entries()) {
    const conditions = {
      productIds: campaign.productIds ?? [],
      batchRanges: [],
      memberKinds: [],
      regionCodes: [],
    };
    const { rows } = await sql<{ campaignId: number }>`
      insert into campaign (name, state, starts_at, ends_at, conditions, occasion, effect, position,
        is_last, member_daily_times_max, member_total_times_max, created_at)
      values (${campaign.name}, 'running', now() - interval '1 day', now() + interval '30 days',
        ${JSON.stringify(conditions)}::jsonb, ${campaign.occasion ?? 'any'},
        ${JSON.stringify(campaign.effect)}::jsonb, ${index + 1}, false,
        ${campaign.dailyMax ?? null}::int, ${campaign.totalMax ?? null}::int,
        now()) returning campaign_id`.execute(db);
    const campaignId = rows[0]?.campaignId ?? 0;
    await sql`insert into campaign_spending (campaign_id, budget_points)
      values (${campaignId}, ${campaign.budgetPoints ?? null}::bigint)`.execute(db);
    campaignIds.push(campaignId);
  }
  return campaignIds;
}
