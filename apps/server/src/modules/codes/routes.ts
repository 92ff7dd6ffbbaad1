import type { Batch } from '@mashang/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import type { AddJob } from '../../platform/jobs.ts';
import { sendList } from '../../platform/send-list.ts';
import { getBatch, listBatches } from './batch-queries.ts';
import type { BatchLookups } from './batch-queries.ts';
import type { CodeBook } from './code-book.ts';
import { countBatch, type BatchCounters } from './count-batch.ts';
import { createBatch } from './create-batch.ts';
import { registerImportRoutes } from './imports/import-routes.ts';
import { batchColumns } from './list-columns.ts';
import { listCodeEvents } from './list-code-events.ts';
import { previewCode } from './preview-code.ts';
import { registerRangeRoutes, type RangeRouteDependencies } from './range-routes.ts';

export interface CodeRouteDependencies extends BatchLookups, BatchCounters, RangeRouteDependencies {
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
  const { db, clock, requireProduct } = dependencies;

  route('GET /api/hq/batches', ({ query }) => listBatches(db, query, dependencies, clock.now()));

  route('GET /api/hq/batches/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    const now = clock.now();
    await sendList<Batch>(
      { request, reply },
      {
        format,
        language: caller.language,
        now,
        name: { zh: '批次', en: 'batches' },
        columns: batchColumns,
        readPage: (page) => listBatches(db, { ...filter, ...page }, dependencies, now),
      },
    );
  });

  route('POST /api/hq/batches', ({ body, caller: { staffId } }) =>
    db.transaction().execute(async (tx) => {
      const now = clock.now();
      if (body.productId !== undefined) await requireProduct(tx, body.productId);
      const batchId = await createBatch(tx, dependencies, { ...body, staffId, now });
      return getBatch(tx, batchId, dependencies, now);
    }),
  );

  route('GET /api/hq/batches/:batchId', ({ params }) =>
    getBatch(db, params.batchId, dependencies, clock.now()),
  );

  route('GET /api/hq/batches/:batchId/counts', ({ params }) =>
    countBatch(db, params.batchId, dependencies, clock.now()),
  );

  route('GET /api/hq/batches/:batchId/events', ({ params, query, caller: { language } }) =>
    listCodeEvents(db, { ...params, ...query, language }, dependencies),
  );

  route('POST /api/hq/code-previews', ({ body }) => previewCode(db, dependencies, body));

  registerRangeRoutes(route, dependencies);
  registerImportRoutes(route, dependencies);
}
