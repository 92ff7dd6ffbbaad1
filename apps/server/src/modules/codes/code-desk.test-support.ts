import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Batch, CodeEvent, CodeRange } from '@mashang/contract';
import type { FastifyInstance } from 'fastify';
import { freshDatabase } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import type { TestClock } from '../../../test/test-clock.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { addJob } from '../../platform/jobs.ts';
import { readGtin, readProductNames, requireProduct } from '../products/index.ts';
import { countClaimsBetween, hasClaimsBetween, readBatchScans } from '../scans/index.ts';
import { readStaffNames } from '../staff/index.ts';
import { createCodeBook } from './code-book.ts';
import type { CodeBook } from './code-book.ts';
import { codeIdOf } from './code-id.ts';
import { loadKeyVersions } from './load-key-versions.ts';
import { readScannedText } from './read-scanned-text.ts';
import { resolveCodes } from './resolve-codes.ts';
import { registerCodeRoutes } from './routes.ts';

export const testPublicUrl = 'https://points.example.cn';

/** The module on a database of its own, asked over HTTP as signed-in staff. */
export async function openCodeDesk() {
  const database = await freshDatabase({ max: 20 });
  const { db } = database;
  const masterKey = randomBytes(32);
  const keyVersions = await loadKeyVersions(db, masterKey);
  const codeBook = createCodeBook({ masterKey, keyVersions, ownHosts: [testPublicUrl] });
  const clock = createTestClock();
  const dataDir = mkdtempSync(path.join(import.meta.dirname, '../../../../../data/codes-test-'));
  const { app, route } = openTestRoute();
  await db
    .insertInto('staff')
    .values({
      loginName: 'zhang',
      displayName: '张经理',
      role: 'administrator',
      createdAt: clock.now(),
    })
    .execute();
  registerCodeRoutes(route, {
    db,
    clock,
    codeBook,
    publicUrl: testPublicUrl,
    dataDir,
    addJob,
    readProductNames,
    requireProduct,
    readGtin,
    readStaffNames,
    countClaims: () => Promise.resolve(new Map()),
    countClaimsBetween,
    readBatchScans,
    hasClaimsBetween,
  });
  const close = async () => {
    await app.close();
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const parts = { app, db, codeBook, clock };
  return { ...parts, database, ...asking(parts), ...acting(database, codeBook, clock), close };
}

export type CodeDesk = Awaited<ReturnType<typeof openCodeDesk>>;

/** What staff do on the pages. */
function asking({
  app,
  db,
  clock,
}: {
  app: FastifyInstance;
  db: TestDatabase['db'];
  clock: TestClock;
}) {
  async function ask(method: 'GET' | 'POST', url: string, body?: object) {
    const reply = await app.inject({ method, url, ...(body ? { payload: body } : {}) });
    return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() };
  }
  async function aProduct(name = `产品 ${randomUUID()}`, gtin: string | null = null) {
    const values = { name, pointsPerCode: 10, gtin, createdAt: clock.now() };
    const row = await db
      .insertInto('product')
      .values(values)
      .returning('productId')
      .executeTakeFirstOrThrow();
    return row.productId;
  }
  /** A hundred codes of a product of their own, unless `batch` says otherwise. */
  async function aBatch(
    batch: { quantity?: number; codeLength?: number; productId?: number; note?: string } = {},
  ) {
    const productId = batch.productId ?? (await aProduct());
    const { body } = await ask('POST', '/api/hq/batches', { quantity: 100, ...batch, productId });
    return body as unknown as Batch;
  }
  /** With a reason where one is asked for. */
  const change = (batchId: number, what: string, body: object = {}) => {
    const isAsked = ['freeze', 'revocation', 'void'].includes(what);
    const reason = isAsked ? { reason: '测试' } : {};
    return ask('POST', `/api/hq/batches/${batchId}/${what}`, { ...reason, ...body });
  };
  /** A whole list of a batch, read two rows at a time. */
  async function readAll<Row>(batchId: number, list: 'ranges' | 'events'): Promise<Row[]> {
    const rows: Row[] = [];
    for (let cursor = ''; ;) {
      const { body } = await ask('GET', `/api/hq/batches/${batchId}/${list}?limit=2${cursor}`);
      rows.push(...(body['rows'] as Row[]));
      if (body['next'] === null) return rows;
      cursor = `&cursor=${body['next'] as string}`;
    }
  }
  const ranges = (batchId: number) => readAll<CodeRange>(batchId, 'ranges');
  const events = (batchId: number) => readAll<CodeEvent>(batchId, 'events');
  return { ask, aProduct, aBatch, change, ranges, events };
}

/** What happens without the way over HTTP. */
function acting({ db }: TestDatabase, codeBook: CodeBook, clock: TestClock) {
  const codeOf = (batchId: number, serial: number) =>
    codeBook.cipher(1, 16).encode(batchId, serial);
  async function scan(text: string) {
    const scanned = readScannedText(codeBook, text, 'qrcode');
    const [code] = await resolveCodes(db, [scanned], clock.now());
    return code ?? null;
  }
  async function claim(batchId: number, serial: number, productId: number) {
    const values = { memberId: 1, attemptId: randomUUID(), productId, points: 10 };
    await db
      .insertInto('claim')
      .values({ ...values, codeId: Number(codeIdOf(batchId, serial)), claimedAt: clock.now() })
      .execute();
  }
  /** A copy mark that stands for a serial of a batch; returns its own serial. */
  async function aMark({ batchId, quantity }: Batch, standsFor: number): Promise<number> {
    const now = clock.now();
    const { deliveryId } = await db
      .insertInto('codeDelivery')
      .values({
        ...{ batchId, firstSerial: 0, lastSerial: quantity - 1, purpose: 'archive' },
        ...{ recipient: '档案室', note: '', format: '{}', downloadsMax: 1, createdBy: 1 },
        ...{ expiresAt: now, createdAt: now },
      })
      .returning('deliveryId')
      .executeTakeFirstOrThrow();
    const { marksIssued } = await db
      .updateTable('codeBatch')
      .set((value) => ({ marksIssued: value('marksIssued', '+', 1) }))
      .where('batchId', '=', batchId)
      .returning('marksIssued')
      .executeTakeFirstOrThrow();
    const serial = quantity + marksIssued - 1;
    await db.insertInto('codeMark').values({ batchId, serial, deliveryId, standsFor }).execute();
    return serial;
  }
  /** Imported codes, one serial each, minted. */
  async function anImportedBatch(productId: number, texts: string[]): Promise<number> {
    const serials = texts.length;
    return db.transaction().execute(async (tx) => {
      const { batchId } = await tx
        .insertInto('codeBatch')
        .values({
          source: 'imported',
          quantity: serials,
          serials,
          keyVersion: 1,
          note: '',
          createdAt: clock.now(),
        })
        .returning('batchId')
        .executeTakeFirstOrThrow();
      const range = { batchId, firstSerial: 0, lastSerial: serials - 1, productId };
      await tx
        .insertInto('codeRange')
        .values({ ...range, state: 'minted' })
        .execute();
      const rows = texts.map((text, serial) => {
        return { batchId, serial, codeHash: codeBook.hashImportedText(text) };
      });
      await tx.insertInto('importedCode').values(rows).execute();
      return batchId;
    });
  }
  return { codeOf, scan, claim, aMark, anImportedBatch };
}
