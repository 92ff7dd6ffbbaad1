import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Batch, CodeImport } from '@mashang/contract';
import type { FastifyInstance } from 'fastify';
import { freshDatabase } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import type { TestClock } from '../../../test/test-clock.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { addJob } from '../../platform/jobs.ts';
import { readProductNames, requireProduct } from '../products/index.ts';
import { createCodeBook } from './code-book.ts';
import type { CodeBook } from './code-book.ts';
import { importCodes } from './imports/import-codes.ts';
import type { ImportCodesDependencies } from './imports/import-codes.ts';
import { loadKeyVersions } from './load-key-versions.ts';
import { readScannedText } from './read-scanned-text.ts';
import { resolveCodes } from './resolve-codes.ts';
import { registerCodeRoutes } from './routes.ts';

export const testPublicUrl = 'https://points.example.cn';

/** The module on a database of its own, asked over HTTP as signed-in staff. Jobs run when told. */
export async function openCodeDesk(
  options: { fileBytesMax?: number; linesPerChunk?: number } = {},
) {
  const database = await freshDatabase({ max: 20 });
  const { db } = database;
  const masterKey = randomBytes(32);
  const keyVersions = await loadKeyVersions(db, masterKey);
  const codeBook = createCodeBook({ masterKey, keyVersions, ownHosts: [testPublicUrl] });
  const clock = createTestClock();
  const dataDir = mkdtempSync(path.join(import.meta.dirname, '../../../../../data/codes-test-'));
  const { app, route } = openTestRoute();
  registerCodeRoutes(route, {
    db,
    clock,
    codeBook,
    publicUrl: testPublicUrl,
    dataDir,
    addJob,
    readProductNames,
    requireProduct,
    countClaims: () => Promise.resolve(new Map()),
    ...(options.fileBytesMax === undefined ? {} : { fileBytesMax: options.fileBytesMax }),
  });
  const { linesPerChunk = 10_000 } = options;
  const jobs: ImportCodesDependencies = { db, clock, codeBook, dataDir, linesPerChunk };
  const close = async () => {
    await app.close();
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return {
    ...actions(app, database, codeBook, jobs, clock),
    close,
    app,
    db,
    codeBook,
    jobs,
    clock,
    dataDir,
  };
}

export type CodeDesk = Awaited<ReturnType<typeof openCodeDesk>>;

function actions(
  app: FastifyInstance,
  { db }: TestDatabase,
  codeBook: CodeBook,
  jobs: ImportCodesDependencies,
  clock: TestClock,
) {
  async function ask(method: 'GET' | 'POST', url: string, body?: object) {
    const reply = await app.inject({ method, url, ...(body ? { payload: body } : {}) });
    return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() };
  }
  async function aProduct(name = `产品 ${randomBytes(4).toString('hex')}`): Promise<number> {
    const values = { name, pointsPerCode: 10, createdAt: clock.now() };
    const row = await db
      .insertInto('product')
      .values(values)
      .returning('productId')
      .executeTakeFirstOrThrow();
    return row.productId;
  }
  async function aBatch(
    batch: { quantity?: number; codeLength?: number; productId?: number } = {},
  ) {
    const productId = batch.productId ?? (await aProduct());
    const { body } = await ask('POST', '/api/hq/batches', { quantity: 100, ...batch, productId });
    return body as unknown as Batch;
  }
  async function changeState(batchId: number, action: string) {
    return ask('POST', `/api/hq/batches/${batchId}/state`, { action });
  }
  async function upload(file: Buffer | string, productId?: number) {
    const product = productId ?? (await aProduct());
    const reply = await app.inject({
      method: 'POST',
      url: `/api/hq/code-imports?productId=${product}&fileName=codes.csv`,
      headers: { 'content-type': 'text/csv' },
      payload: file,
    });
    return { status: reply.statusCode, body: reply.json<CodeImport>() };
  }
  async function getImport(importId: number): Promise<CodeImport> {
    const { body } = await ask('GET', `/api/hq/code-imports/${importId}`);
    return body as unknown as CodeImport;
  }
  /** Uploads and runs the job to its end. */
  async function importFile(file: Buffer | string): Promise<CodeImport> {
    const { body } = await upload(file);
    await importCodes(jobs, body.importId);
    return getImport(body.importId);
  }
  async function rejections(importId: number) {
    const { body } = await ask('GET', `/api/hq/code-imports/${importId}/rejections?limit=200`);
    return (body['rows'] as { lineNumber: number; reason: string }[]).map(
      ({ lineNumber, reason }) => [lineNumber, reason],
    );
  }
  async function scan(text: string) {
    const [code] = await resolveCodes(db, [readScannedText(codeBook, text, 'qrcode')]);
    return code ?? null;
  }
  return { ask, aProduct, aBatch, changeState, upload, getImport, importFile, rejections, scan };
}
