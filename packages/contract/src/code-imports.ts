import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  Empty,
  ExportFormat,
  Id,
  Moment,
  nullable,
  pageOf,
  pageQuery,
  strictObject,
} from './common.ts';

/**
 * `receiving` the upload → `received`, looked at → `waiting` its turn → `reading` the lines →
 * `comparing` (a check: counted only) → `checked`, or `storing` → `done`.
 */
export const ImportState = Type.Enum([
  'receiving',
  'received',
  'waiting',
  'reading',
  'comparing',
  'checked',
  'storing',
  'done',
  'cancelled',
  'failed',
]);
export type ImportState = Static<typeof ImportState>;

export const ImportEncoding = Type.Enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be']);
export type ImportEncoding = Static<typeof ImportEncoding>;

export const ImportDelimiter = Type.Enum([',', ';', '\t', '|', 'none']);
export type ImportDelimiter = Static<typeof ImportDelimiter>;

/** What a look at the first lines found. */
export const ImportSource = strictObject({
  kind: Type.Enum(['text', 'xlsx']),
  /** What it was packed in. */
  packing: Type.Enum(['none', 'gzip', 'zip']),
  /** Guessed for text; the clerk may say otherwise. */
  encoding: nullable(ImportEncoding),
  delimiter: nullable(ImportDelimiter),
  hasHeader: Type.Boolean(),
  /** Sheets of a workbook, or files in an archive, that can be chosen. */
  parts: Type.Array(Type.String()),
});
export type ImportSource = Static<typeof ImportSource>;

/** How the clerk says the file is to be read. */
export const ImportMapping = strictObject({
  encoding: nullable(ImportEncoding),
  delimiter: nullable(ImportDelimiter),
  hasHeader: Type.Boolean(),
  /** From 0. */
  codeColumn: Type.Integer({ minimum: 0, maximum: 199 }),
  /** One of the source's parts; null where there is only one. */
  part: nullable(Type.String({ maxLength: 255 })),
});
export type ImportMapping = Static<typeof ImportMapping>;

export const CodeImport = strictObject({
  importId: Id,
  batchId: Id,
  productId: nullable(Id),
  productName: nullable(Type.String()),
  fileName: Type.String(),
  state: ImportState,
  wanted: Type.Enum(['check', 'import']),
  source: nullable(ImportSource),
  mapping: nullable(ImportMapping),
  fileBytes: Type.Integer(),
  bytesDone: Type.Integer(),
  /** Of the step it is in, 0 to 1. */
  fractionDone: Type.Number(),
  linesRead: Type.Integer(),
  accepted: Type.Integer(),
  duplicateInFile: Type.Integer(),
  duplicateInDatabase: Type.Integer(),
  malformed: Type.Integer(),
  /** Why it failed, in words; null otherwise. */
  failure: nullable(Type.String()),
  staffName: nullable(Type.String()),
  startedAt: Moment,
  finishedAt: nullable(Moment),
});
export type CodeImport = Static<typeof CodeImport>;

export const RejectionReason = Type.Enum([
  'duplicateInFile',
  'duplicateInDatabase',
  'empty', // no text in the column of the code
  'tooLong',
  'notText',
  'looksLikeOwnCode',
]);
export type RejectionReason = Static<typeof RejectionReason>;

export const ImportRejection = strictObject({
  lineNumber: Type.Integer(),
  reason: RejectionReason,
});

/** The first lines as they are read with a mapping. */
export const ImportPreview = strictObject({
  source: ImportSource,
  mapping: ImportMapping,
  columns: Type.Array(Type.String()),
  rows: Type.Array(
    strictObject({
      lineNumber: Type.Integer(),
      cells: Type.Array(Type.String()),
      /** Null: would be taken, as far as can be seen without the database. */
      reason: nullable(RejectionReason),
    }),
  ),
  /** What the clerk should look at again, in words, e.g. a column that holds no codes. */
  warnings: Type.Array(Type.String()),
});
export type ImportPreview = Static<typeof ImportPreview>;

const importParams = strictObject({ importId: Id });

const importFilter = {
  state: Type.Optional(ImportState),
  productId: Type.Optional(Id),
  search: Type.Optional(Type.String({ maxLength: 80 })),
  sort: Type.Optional(Type.Enum(['newest', 'oldest'])),
};

export const codeImportOperations = {
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
    summary:
      'Upload foreign codes: CSV, TXT or XLSX, plain, gzip or zip; the body is the file itself',
    access: 'staff',
    role: 'administrator',
    query: strictObject({
      /** Absent: blank codes. */
      productId: Type.Optional(Id),
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
  'POST /api/hq/code-imports/:importId/preview': {
    summary: 'The first lines read with a mapping; without one, with the likeliest',
    access: 'staff',
    role: 'administrator',
    params: importParams,
    body: strictObject({
      mapping: Type.Optional(ImportMapping),
      /** Without a mapping: the sheet or file whose likeliest mapping is asked for. */
      part: Type.Optional(Type.String({ maxLength: 255 })),
    }),
    reply: ImportPreview,
  },
  'POST /api/hq/code-imports/:importId/start': {
    summary:
      'Count what would be stored (check), or store it (import); after a check without a second reading',
    access: 'staff',
    role: 'administrator',
    params: importParams,
    body: strictObject({
      wanted: Type.Enum(['check', 'import']),
      mapping: ImportMapping,
    }),
    reply: CodeImport,
  },
  'POST /api/hq/code-imports/:importId/cancel': {
    summary: 'Stop an import; what it had accepted is taken back',
    access: 'staff',
    role: 'administrator',
    params: importParams,
    body: Empty,
    reply: CodeImport,
  },
  'GET /api/hq/code-imports/:importId/rejections': {
    summary: 'Lines that were not taken, in file order',
    access: 'staff',
    params: importParams,
    query: strictObject({ ...pageQuery, reason: Type.Optional(RejectionReason) }),
    reply: pageOf(ImportRejection),
  },
  'GET /api/hq/code-imports/:importId/rejections.csv': {
    summary: 'The same as a file',
    access: 'staff',
    audited: true,
    params: importParams,
    reply: 'stream',
  },
} as const;
