/**
 * The codes on the products: batches, the life of ranges of serials, print files, imports.
 * Owns code_batch, code_range, imported_code, code_import, code_import_rejection and key_version.
 * Invariant: the database alone reveals no code. Own codes have no row, imported ones a keyed hash.
 */
export { countBatchesByProduct, findOwnBatch } from './batch-queries.ts';
export type { OwnBatch } from './batch-queries.ts';
export { changeBatchState } from './change-batch-state.ts';
export type { BatchAction } from './change-batch-state.ts';
export { createCodeBook } from './code-book.ts';
export type { CodeBook } from './code-book.ts';
export {
  batchOfCodeId,
  codeIdMax,
  codeIdOf,
  codeIdOfRef,
  codeRefOf,
  serialMax,
  serialOfCodeId,
} from './code-id.ts';
export { createBatch } from './create-batch.ts';
export { createCodeJobs } from './imports/jobs.ts';
export { findCode } from './find-code.ts';
export type { FoundCode } from './find-code.ts';
export { loadKeyVersions } from './load-key-versions.ts';
export { readDigitalLink } from './read-digital-link.ts';
export type { DigitalLink } from './read-digital-link.ts';
export { readScannedTexts } from './read-scanned-text.ts';
export type { ScannedText, ScanType } from './read-scanned-text.ts';
export { findRange, readBatchSpans } from './read-ranges.ts';
export { recoverImports } from './imports/recover-imports.ts';
export { resolveCodes } from './resolve-codes.ts';
export type { ResolvedCode } from './resolve-codes.ts';
export { registerCodeRoutes } from './routes.ts';
export type { CodeRouteDependencies } from './routes.ts';
export { setRangePoints } from './set-range-points.ts';
