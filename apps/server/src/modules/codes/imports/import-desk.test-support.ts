import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CodeImport, ImportMapping } from '@mashang/contract';
import type { FastifyInstance } from 'fastify';
import { freshDatabase } from '../../../../test/harness-database.ts';
import type { TestDatabase } from '../../../../test/harness-database.ts';
import { createTestClock } from '../../../../test/test-clock.ts';
import { openTestRoute } from '../../../../test/test-route.ts';
import { addJob } from '../../../platform/jobs.ts';
import { readProductNames, requireProduct } from '../../products/index.ts';
import { createCodeBook } from '../code-book.ts';
import type { CodeBook } from '../code-book.ts';
import { loadKeyVersions } from '../load-key-versions.ts';
import { readScannedText } from '../read-scanned-text.ts';
import { resolveCodes } from '../resolve-codes.ts';
import { importCodes } from './import-codes.ts';
import type { ImportCodesDependencies } from './import-codes.ts';
import { importFiles } from './import-files.ts';
import { registerImportRoutes } from './import-routes.ts';

export const testPublicUrl = 'https://points.example.cn';

/** The imports on a database of their own, asked over HTTP as signed-in staff. Jobs run when told. */
export async function openImportDesk(
  options: { fileBytesMax?: number } & Partial<ImportCodesDependencies> = {},
) {
  const { fileBytesMax, ...sizes } = options;
  const database = await freshDatabase({ max: 20 });
  const { db } = database;
  const masterKey = randomBytes(32);
  const keyVersions = await loadKeyVersions(db, masterKey);
  const codeBook = createCodeBook({ masterKey, keyVersions, ownHosts: [testPublicUrl] });
  const clock = createTestClock();
  const dataDir = mkdtempSync(
    path.join(import.meta.dirname, '../../../../../../data/imports-test-'),
  );
  const { app, route } = openTestRoute();
  registerImportRoutes(route, {
    ...{ db, clock, codeBook, dataDir, addJob, readProductNames, requireProduct },
    ...(fileBytesMax === undefined ? {} : { fileBytesMax }),
    readStaffNames: (_db, ids) => Promise.resolve(new Map(ids.map((id) => [id, `员工${id}`]))),
  });
  const jobs: ImportCodesDependencies = {
    ...{ databaseUrl: database.url, clock, codeBook, dataDir },
    ...{ giveWay: async () => undefined, lanes: () => 2 },
    ...{ linesPerCheckpoint: 10, codesPerTransaction: 20 },
    ...sizes,
  };
  const close = async () => {
    await app.close();
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const parts = { app, database, db, codeBook, clock, dataDir, jobs };
  return { ...parts, masterKey, ...asking(app, database, clock), ...looking(parts), close };
}

export type ImportDesk = Awaited<ReturnType<typeof openImportDesk>>;

/** What the clerk does. */
function asking(app: FastifyInstance, { db }: TestDatabase, clock: { now: () => Date }) {
  async function ask(method: 'GET' | 'POST', url: string, body?: object) {
    const reply = await app.inject({ method, url, ...(body ? { payload: body } : {}) });
    return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() };
  }
  async function aProduct(): Promise<number> {
    const row = await db
      .insertInto('product')
      .values({ name: `产品 ${randomUUID()}`, pointsPerCode: 10, createdAt: clock.now() })
      .returning('productId')
      .executeTakeFirstOrThrow();
    return row.productId;
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
  const start = (importId: number, wanted: 'check' | 'import', mapping: ImportMapping | null) =>
    ask('POST', `/api/hq/code-imports/${importId}/start`, { wanted, mapping: mapping ?? {} });
  const cancel = (importId: number) => ask('POST', `/api/hq/code-imports/${importId}/cancel`, {});
  async function getImport(importId: number): Promise<CodeImport> {
    const { body } = await ask('GET', `/api/hq/code-imports/${importId}`);
    return body as unknown as CodeImport;
  }
  /** Uploaded and told to be imported; its job waits. */
  async function aWaiting(file: Buffer | string): Promise<CodeImport> {
    const { status, body } = await upload(file);
    if (status !== 200) throw new Error(JSON.stringify(body));
    await start(body.importId, 'import', body.mapping);
    return body;
  }
  async function rejections(importId: number) {
    const { body } = await ask('GET', `/api/hq/code-imports/${importId}/rejections?limit=200`);
    return (body['rows'] as { lineNumber: number; reason: string }[]).map(
      ({ lineNumber, reason }) => [lineNumber, reason],
    );
  }
  return { ask, aProduct, upload, start, cancel, getImport, aWaiting, rejections };
}

/** What the job does, and what is there afterwards. */
function looking({
  app,
  database,
  db,
  codeBook,
  clock,
  dataDir,
  jobs,
}: {
  app: FastifyInstance;
  database: TestDatabase;
  db: TestDatabase['db'];
  codeBook: CodeBook;
  clock: { now: () => Date };
  dataDir: string;
  jobs: ImportCodesDependencies;
}) {
  const { aWaiting, getImport } = asking(app, database, clock);
  const run = (importId: number, differing: Partial<ImportCodesDependencies> = {}) =>
    importCodes({ ...jobs, ...differing }, importId);
  /** Uploads, starts and runs the job to its end. */
  async function importFile(file: Buffer | string): Promise<CodeImport> {
    const { importId } = await aWaiting(file);
    await run(importId);
    return getImport(importId);
  }
  async function scan(text: string) {
    const [code] = await resolveCodes(db, [readScannedText(codeBook, text, 'qrcode')], clock.now());
    return code ?? null;
  }
  /** Line numbers of the codes stored. */
  async function storedLines(batchId: number): Promise<number[]> {
    const rows = await db
      .selectFrom('importedCode')
      .select('serial')
      .where('batchId', '=', batchId)
      .orderBy('serial')
      .execute();
    return rows.map(({ serial }) => serial + 1);
  }
  async function rangeOf(batchId: number) {
    return db
      .selectFrom('codeRange')
      .innerJoin('codeBatch', 'codeBatch.batchId', 'codeRange.batchId')
      .select(['state', 'firstSerial', 'lastSerial', 'activatedAt', 'quantity', 'serials'])
      .where('codeRange.batchId', '=', batchId)
      .executeTakeFirstOrThrow();
  }
  const hasFiles = (importId: number) => existsSync(importFiles(dataDir, importId).folder);
  return { run, importFile, scan, storedLines, rangeOf, hasFiles };
}

/** Codes no other test of the file uses. */
export function codes(label: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${label}-${index}`);
}
