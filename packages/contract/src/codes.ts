import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  BatchId,
  Empty,
  ExportFormat,
  Id,
  Moment,
  nullable,
  pageOf,
  pageQuery,
  strictObject,
} from './common.ts';

/** Where a batch is in its life; see docs/glossary.md. */
export const BatchState = Type.Enum(['importing', 'minted', 'activated', 'frozen', 'void']);
export type BatchState = Static<typeof BatchState>;

export const Batch = strictObject({
  batchId: Id,
  source: Type.Enum(['own', 'imported']),
  state: BatchState,
  productId: Id,
  productName: Type.String(),
  quantity: Type.Integer(),
  /** Symbols of an own code; null for imported codes, which have any shape. */
  codeLength: nullable(Type.Integer()),
  note: Type.String(),
  claimedCount: Type.Integer(),
  createdAt: Moment,
  activatedAt: nullable(Moment),
});
export type Batch = Static<typeof Batch>;

const batchParams = strictObject({ batchId: BatchId });

export const ImportState = Type.Enum([
  'receiving',
  'waiting',
  'running',
  'done',
  'cancelled',
  'failed',
]);
export type ImportState = Static<typeof ImportState>;

export const CodeImport = strictObject({
  importId: Id,
  batchId: Id,
  productName: Type.String(),
  fileName: Type.String(),
  state: ImportState,
  fileBytes: Type.Integer(),
  bytesDone: Type.Integer(),
  linesRead: Type.Integer(),
  accepted: Type.Integer(),
  duplicateInFile: Type.Integer(),
  duplicateInDatabase: Type.Integer(),
  malformed: Type.Integer(),
  /** Why it failed, in words; null otherwise. */
  failure: nullable(Type.String()),
  startedAt: Moment,
  finishedAt: nullable(Moment),
});
export type CodeImport = Static<typeof CodeImport>;

export const RejectionReason = Type.Enum([
  'duplicateInFile',
  'duplicateInDatabase',
  'tooLong',
  'notText',
  'looksLikeOwnCode',
]);
export type RejectionReason = Static<typeof RejectionReason>;

export const ImportRejection = strictObject({
  lineNumber: Type.Integer(),
  reason: RejectionReason,
});

const importParams = strictObject({ importId: Id });

const batchFilter = {
  state: Type.Optional(BatchState),
  productId: Type.Optional(Id),
  source: Type.Optional(Type.Enum(['own', 'imported'])),
  sort: Type.Optional(Type.Enum(['newest', 'oldest'])),
};
const importFilter = {
  state: Type.Optional(ImportState),
  sort: Type.Optional(Type.Enum(['newest', 'oldest'])),
};

export const codeOperations = {
  'GET /api/hq/batches': {
    summary: 'Batches of codes',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...batchFilter }),
    reply: pageOf(Batch),
  },
  'GET /api/hq/batches/export': {
    summary: 'The list of batches as a file, without any code',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...batchFilter }),
    reply: 'stream',
  },
  'POST /api/hq/batches': {
    summary: 'Mint a batch of own codes. Instant at any size: nothing is stored per code',
    access: 'staff',
    body: strictObject({
      productId: Id,
      quantity: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
      codeLength: Type.Optional(Type.Enum([12, 14, 16, 18, 20])),
      note: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    reply: Batch,
  },
  'GET /api/hq/batches/:batchId': {
    summary: 'One batch',
    access: 'staff',
    params: batchParams,
    reply: Batch,
  },
  'POST /api/hq/batches/:batchId/state': {
    summary: 'Activate, freeze, thaw or void a whole batch. Void is final',
    access: 'staff',
    params: batchParams,
    body: strictObject({
      action: Type.Enum(['activate', 'freeze', 'thaw', 'void']),
      reason: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    reply: Batch,
  },
  'GET /api/hq/batches/:batchId/print-file': {
    summary: 'The codes of a batch as text, one URL a line, for the printer',
    access: 'staff',
    audited: true,
    params: batchParams,
    reply: 'stream',
  },
  'GET /api/hq/code-imports': {
    summary: 'Imports of foreign codes',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...importFilter }),
    reply: pageOf(CodeImport),
  },
  'GET /api/hq/code-imports/export': {
    summary: 'The list of imports as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...importFilter }),
    reply: 'stream',
  },
  'POST /api/hq/code-imports': {
    summary: 'Upload a CSV or TXT of foreign codes (first column); the body is the file itself',
    access: 'staff',
    query: strictObject({
      productId: Id,
      fileName: Type.String({ minLength: 1, maxLength: 200 }),
      note: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    body: 'stream',
    reply: CodeImport,
  },
  'GET /api/hq/code-imports/:importId': {
    summary: 'How far an import is',
    access: 'staff',
    params: importParams,
    reply: CodeImport,
  },
  'POST /api/hq/code-imports/:importId/cancel': {
    summary: 'Stop an import; what it had accepted is taken back',
    access: 'staff',
    params: importParams,
    body: Empty,
    reply: CodeImport,
  },
  'GET /api/hq/code-imports/:importId/rejections': {
    summary: 'Lines that were not taken, in file order',
    access: 'staff',
    params: importParams,
    query: strictObject({ ...pageQuery }),
    reply: pageOf(ImportRejection),
  },
  'GET /api/hq/code-imports/:importId/rejections.csv': {
    summary: 'The same as a file',
    access: 'staff',
    params: importParams,
    reply: 'stream',
  },
} as const;
