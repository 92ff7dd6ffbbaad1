import { randomInt } from 'node:crypto';
import {
  activateCodes,
  createBatch,
  findOwnBatch,
  freezeCodes,
  type CodeBook,
} from '../modules/codes/index.ts';
import { createProduct, readGtin } from '../modules/products/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Db, Tx } from '../platform/database.ts';
import type { AddJob } from '../platform/jobs.ts';
import { historyStart, liveThroughAMonth, type DemoStock } from './live-through-a-month.ts';
import { offerGifts } from './offer-gifts.ts';
import { putOnShelf, type Bottle } from './put-on-shelf.ts';
import { runCampaigns } from './run-campaigns.ts';

interface DemoBatch {
  note: string;
  product: string;
  pointsPerCode: number;
  life: 'minted' | 'activated' | 'frozen';
  /** What the bottle on the shelf is labelled, and how many stand there. */
  label: string;
  hint: string;
  bottles: number;
  /** Of a hundred bottles scanned in the month before, so many are of this batch. */
  share?: number;
}

const quantity = 10_000;

const demoBatches: DemoBatch[] = [
  {
    note: '演示：已激活',
    product: '鲜味酱油 500ml',
    pointsPerCode: 10,
    life: 'activated',
    label: '鲜味酱油 500ml',
    hint: '+10 分，双倍周 +20 分',
    bottles: 4,
    share: 75,
  },
  {
    note: '演示：餐饮装',
    product: '厨师蚝油 6kg',
    pointsPerCode: 60,
    life: 'activated',
    label: '厨师蚝油 6kg',
    hint: '+60 分',
    bottles: 2,
    share: 25,
  },
  {
    note: '演示：未激活',
    product: '新品米醋 420ml',
    pointsPerCode: 8,
    life: 'minted',
    label: '新品米醋 420ml',
    hint: '未激活',
    bottles: 1,
  },
  {
    note: '演示：已冻结',
    product: '老抽王 1.9L',
    pointsPerCode: 20,
    life: 'frozen',
    label: '老抽王 1.9L',
    hint: '已冻结',
    bottles: 1,
  },
];

export interface DemoDependencies {
  db: Db;
  config: Config;
  masterKey: Buffer;
  codeBook: CodeBook;
  clock: Clock;
  addJob: AddJob;
}

/**
 * Fills an empty database with products, batches, a month of scans and gifts, and the simulator's
 * shelf with bottles. Later starts only fetch other bottles of the same batches.
 */
export async function loadDemoData(dependencies: DemoDependencies): Promise<void> {
  const { db, config, codeBook } = dependencies;
  const isEmpty = !(await db.selectFrom('product').select('productId').executeTakeFirst());
  if (isEmpty) await fillDatabase(dependencies);
  if (config.simulatorUrl) {
    await putOnShelf(config.simulatorUrl, await pickBottles(db, codeBook, config.publicUrl));
  }
}

async function fillDatabase(dependencies: DemoDependencies): Promise<void> {
  const { db, codeBook, clock } = dependencies;
  const now = clock.now();
  await db.transaction().execute(async (tx) => {
    for (const demo of demoBatches) await createDemoBatch(tx, demo, codeBook, historyStart(now));
    await runCampaigns(tx, now);
  });
  const stock: DemoStock[] = [];
  for (const { note, share } of demoBatches) {
    const batch = share ? await findOwnBatch(db, note) : null;
    if (batch && share) stock.push({ ...batch, share });
  }
  const happenings = await offerGifts(dependencies, now);
  await liveThroughAMonth({ ...dependencies, stock, happenings, now });
}

async function createDemoBatch(
  tx: Tx,
  demo: DemoBatch,
  codeBook: CodeBook,
  now: Date,
): Promise<void> {
  const { product: name, pointsPerCode, note, life } = demo;
  const productId = await createProduct(tx, { name, pointsPerCode, now });
  const batchId = await createBatch(tx, { codeBook, readGtin }, { productId, quantity, note, now });
  const change = { batchId, staffId: null, now };
  if (life !== 'minted') await activateCodes(tx, change);
  if (life === 'frozen') await freezeCodes(tx, { ...change, reason: '演示：暂停积分' });
}

/** Bottles picked at random from the half nobody has scanned: after a restart the shelf is full again. */
async function pickBottles(db: Db, codeBook: CodeBook, publicUrl: string): Promise<Bottle[]> {
  const bottles: Bottle[] = [];
  for (const demo of demoBatches) {
    const batch = await findOwnBatch(db, demo.note);
    if (!batch) continue;
    const cipher = codeBook.cipher(batch.keyVersion, batch.codeLength);
    for (let bottle = 0; bottle < demo.bottles; bottle += 1) {
      const code = cipher.encode(batch.batchId, randomInt(batch.quantity / 2, batch.quantity));
      bottles.push({ label: demo.label, text: `${publicUrl}/C/${code}`, note: demo.hint });
    }
  }
  bottles.push({ label: '别家的瓶子', text: 'https://example.com/p/12345', note: '不是本品牌' });
  return bottles;
}
