import type { Batch } from '@mashang/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import type { AddJob } from '../../platform/jobs.ts';
import { sendList } from '../../platform/send-list.ts';
import { getBatch, getPrintableBatch, listBatches } from './batch-queries.ts';
import type { BatchLookups, OwnBatch, PrintableBatch } from './batch-queries.ts';
import { changeBatchState } from './change-batch-state.ts';
import type { CodeBook } from './code-book.ts';
import { createBatch } from './create-batch.ts';
import { batchNotPrintable } from './errors.ts';
import { registerImportRoutes } from './imports/import-routes.ts';
import { batchColumns } from './list-columns.ts';
import { listRanges } from './read-ranges.ts';
import { sendPrintFile } from './send-print-file.ts';
import { setRangePoints } from './set-range-points.ts';

export interface CodeRouteDependencies extends BatchLookups {
  db: Db;
  clock: Clock;
  codeBook: CodeBook;
  /** What stands before /C/ in every printed URL, without a slash at the end. */
  publicUrl: string;
  dataDir: string;
  /** Largest upload; 2 GiB by default. */
  fileBytesMax?: number;
  addJob: AddJob;
  requireProduct: (tx: Tx, productId: number) => Promise<void>;
}

export function registerCodeRoutes(route: Route, dependencies: CodeRouteDependencies): void {
  const { db, clock, codeBook, publicUrl, requireProduct } = dependencies;

  route('GET /api/hq/batches', ({ query }) => listBatches(db, query, dependencies));

  route('GET /api/hq/batches/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    await sendList<Batch>(
      { request, reply },
      {
        format,
        language: caller.language,
        now: clock.now(),
        name: { zh: '批次', en: 'batches' },
        columns: batchColumns,
        readPage: (page) => listBatches(db, { ...filter, ...page }, dependencies),
      },
    );
  });

  route('POST /api/hq/batches', ({ body }) =>
    db.transaction().execute(async (tx) => {
      await requireProduct(tx, body.productId);
      const batchId = await createBatch(tx, codeBook, { ...body, now: clock.now() });
      return getBatch(tx, batchId, dependencies);
    }),
  );

  route('GET /api/hq/batches/:batchId', ({ params }) => getBatch(db, params.batchId, dependencies));

  route('POST /api/hq/batches/:batchId/state', ({ params: { batchId }, body }) =>
    db.transaction().execute(async (tx) => {
      await changeBatchState(tx, { batchId, action: body.action, now: clock.now() });
      return getBatch(tx, batchId, dependencies);
    }),
  );

  route('GET /api/hq/batches/:batchId/print-file', async ({ params, request, reply }) => {
    const printable = await getPrintableBatch(db, params.batchId);
    const batch = requirePrintable(printable);
    const names = await dependencies.readProductNames(db, [printable.productId]);
    const productName = names.get(printable.productId) ?? '';
    sendPrintFile({ request, reply }, codeBook, { batch, productName, publicUrl });
  });

  route('GET /api/hq/batches/:batchId/ranges', ({ params, query }) =>
    listRanges(db, params.batchId, query),
  );

  route('POST /api/hq/batches/:batchId/points-rule', async ({ params: { batchId }, body }) => {
    await db.transaction().execute((tx) => setRangePoints(tx, { batchId, ...body }));
    return {};
  });

  registerImportRoutes(route, dependencies);
}

function requirePrintable({ own, state }: PrintableBatch): OwnBatch {
  if (own === null) {
    throw batchNotPrintable('导入的码由原厂印制，本系统不保存原码，不能下载印刷文件');
  }
  if (state === 'void') throw batchNotPrintable('该批次已作废，不能再下载印刷文件');
  return own;
}
