import { Readable } from 'node:stream';
import type { CodeImport } from '@mashang/contract';
import type { Route } from '../../platform/http.ts';
import { sendList } from '../../platform/send-list.ts';
import { cancelImport } from './cancel-import.ts';
import { importFileUnreadable } from './errors.ts';
import { getImport, listImports, listRejections, requireImport } from './import-queries.ts';
import { importTexts } from './import-texts.ts';
import { importColumns } from './list-columns.ts';
import { receiveImport } from './receive-import.ts';
import type { CodeRouteDependencies } from './routes.ts';
import { sendRejectionsFile } from './send-rejections-file.ts';

const fileBytesMaxDefault = 2 * 2 ** 30;

export function registerImportRoutes(route: Route, dependencies: CodeRouteDependencies): void {
  const { db, clock, addJob, fileBytesMax = fileBytesMaxDefault } = dependencies;

  route('GET /api/hq/code-imports', ({ query }) => listImports(db, query, dependencies));

  route('GET /api/hq/code-imports/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    await sendList<CodeImport>(
      { request, reply },
      {
        format,
        language: caller.language,
        now: clock.now(),
        name: { zh: '积分码导入记录', en: 'code-imports' },
        columns: importColumns,
        readPage: (page) => listImports(db, { ...filter, ...page }, dependencies),
      },
    );
  });

  route('POST /api/hq/code-imports', async ({ query, request }) => {
    const { body } = request;
    if (!(body instanceof Readable)) throw importFileUnreadable(importTexts.noFile);
    const importId = await receiveImport(
      { ...dependencies, fileBytesMax },
      {
        productId: query.productId,
        fileName: query.fileName,
        note: query.note ?? '',
        body,
        announcedBytes: Number(request.headers['content-length'] ?? 0),
      },
    );
    return getImport(db, importId, dependencies);
  });

  route('GET /api/hq/code-imports/:importId', ({ params }) =>
    getImport(db, params.importId, dependencies),
  );

  route('POST /api/hq/code-imports/:importId/cancel', async ({ params: { importId } }) => {
    const now = clock.now();
    await db.transaction().execute((tx) => cancelImport(tx, addJob, { importId, now }));
    return getImport(db, importId, dependencies);
  });

  route('GET /api/hq/code-imports/:importId/rejections', ({ params, query }) =>
    listRejections(db, params.importId, query),
  );

  route('GET /api/hq/code-imports/:importId/rejections.csv', async (input) => {
    await requireImport(db, input.params.importId);
    sendRejectionsFile(input, db, input.params.importId);
  });
}
