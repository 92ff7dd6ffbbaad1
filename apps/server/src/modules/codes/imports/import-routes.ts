import { Readable } from 'node:stream';
import type { CodeImport } from '@mashang/contract';
import type { Route } from '../../../platform/http.ts';
import type { AddJob } from '../../../platform/jobs.ts';
import { sendList } from '../../../platform/send-list.ts';
import type { BatchLookups } from '../batch-queries.ts';
import { importFileUnreadable, importStateConflict } from '../errors.ts';
import { cancelImport } from './cancel-import.ts';
import { importColumns } from './import-columns.ts';
import { importFiles } from './import-files.ts';
import { getImport, listImports, listRejections, requireImport } from './import-queries.ts';
import { importTexts } from './import-texts.ts';
import { receiveImport } from './receive-import.ts';
import type { ReceiveImportDependencies } from './receive-import.ts';
import { sendRejectionsFile } from './send-rejections-file.ts';
import { ImportFileError, previewImport } from './source/index.ts';
import { startImport } from './start-import.ts';

export interface ImportRouteDependencies
  extends
    Omit<ReceiveImportDependencies, 'fileBytesMax'>,
    Pick<BatchLookups, 'readProductNames' | 'readStaffNames'> {
  /** Largest upload; 2 GiB by default. */
  fileBytesMax?: number;
  addJob: AddJob;
}

const fileBytesMaxDefault = 2 * 2 ** 30;

export function registerImportRoutes(route: Route, dependencies: ImportRouteDependencies): void {
  const { db, clock, dataDir, addJob, fileBytesMax = fileBytesMaxDefault } = dependencies;

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

  route('POST /api/hq/code-imports', async ({ query, caller, request }) => {
    const { body } = request;
    if (!(body instanceof Readable)) throw importFileUnreadable(importTexts.noFile);
    const importId = await receiveImport(
      { ...dependencies, fileBytesMax },
      {
        productId: query.productId ?? null,
        fileName: query.fileName,
        note: query.note ?? '',
        staffId: caller.staffId,
        body,
        announcedBytes: Number(request.headers['content-length'] ?? 0),
      },
    );
    return getImport(db, importId, dependencies);
  });

  route('GET /api/hq/code-imports/:importId', ({ params }) =>
    getImport(db, params.importId, dependencies),
  );

  route('POST /api/hq/code-imports/:importId/preview', async ({ params, body }) => {
    const { state } = await getImport(db, params.importId, dependencies);
    if (state !== 'received' && state !== 'checked') {
      throw importStateConflict('这次导入已经开始或结束，文件不能再预览', state);
    }
    const { upload } = importFiles(dataDir, params.importId);
    const { mapping = null, part = null } = body;
    return previewImport(upload, mapping, part).catch((error: unknown) => {
      throw error instanceof ImportFileError ? importFileUnreadable(error.message) : error;
    });
  });

  route('POST /api/hq/code-imports/:importId/start', async ({ params: { importId }, body }) => {
    await db.transaction().execute((tx) => startImport(tx, addJob, importId, body));
    return getImport(db, importId, dependencies);
  });

  route('POST /api/hq/code-imports/:importId/cancel', async ({ params: { importId } }) => {
    const now = clock.now();
    await db.transaction().execute((tx) => cancelImport(tx, addJob, { importId, now }));
    return getImport(db, importId, dependencies);
  });

  route('GET /api/hq/code-imports/:importId/rejections', ({ params, query }) =>
    listRejections(db, params.importId, query),
  );

  route('GET /api/hq/code-imports/:importId/rejections.csv', async (input) => {
    const { importId } = input.params;
    await requireImport(db, importId);
    sendRejectionsFile(input, db, { importId, language: input.caller.language });
  });
}
