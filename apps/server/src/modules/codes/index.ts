/**
 * The codes on the products: batches, the life of ranges of serials, print files, imports.
 * Owns code_batch, code_range, code_event, code_delivery, code_mark, code_download, imported_code,
 * code_import, code_import_rejection and key_version.
 * Invariant: the database alone reveals no code. Own codes have no row, imported ones a keyed hash.
 */
export { countBatchesByProduct, findOwnBatch } from './batch-queries.ts';
export type { OwnBatch } from './batch-queries.ts';
export { activateCodes } from './activate-codes.ts';
export type { Activation } from './activate-codes.ts';
export { assignProduct } from './assign-product.ts';
export type { RangeChange } from './change-ranges.ts';
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
export type { StoredState } from './code-state.ts';
export { createBatch } from './create-batch.ts';
export type { NewBatch, ReadGtin } from './create-batch.ts';
export { purgeTickets, readCustody, registerDeliveryRoutes } from './deliveries/index.ts';
export type {
  DeliveryRouteDependencies,
  HeldCode,
  HoldingDelivery,
  ScanFacts,
} from './deliveries/index.ts';
export { createCodeJobs } from './imports/jobs.ts';
export { findCode } from './find-code.ts';
export type { FoundCode } from './find-code.ts';
export { freezeCodes, thawCodes } from './freeze-codes.ts';
export { codesLockKey } from './lock-batch.ts';
export {
  addKeyVersion,
  listKeyVersions,
  refuseRetiring,
  retireKeyVersion,
} from './key-versions.ts';
export type { KeyVersionFacts } from './key-versions.ts';
export { checkMasterKey, loadKeyVersions, refuseNewMasterKey } from './load-key-versions.ts';
export { readDigitalLink } from './read-digital-link.ts';
export type { DigitalLink } from './read-digital-link.ts';
export { readScannedTexts } from './read-scanned-text.ts';
export type { ScannedText, ScanType } from './read-scanned-text.ts';
export { findRange, readBatchSpans } from './read-ranges.ts';
export type { CodeIdSpan, HasClaimsBetween } from './refuse-claimed.ts';
export { createImportRunner } from './imports/run-imports.ts';
export type { ImportRunner } from './imports/run-imports.ts';
export { recoverImports } from './imports/recover-imports.ts';
export { keepCodeBookFresh, refreshCodeBook } from './refresh-code-book.ts';
export { resolveCodes } from './resolve-codes.ts';
export type { ResolvedCode } from './resolve-codes.ts';
export { revokeCodes } from './revoke-codes.ts';
export { registerCodeRoutes } from './routes.ts';
export type { CodeRouteDependencies } from './routes.ts';
export { setRangePoints } from './set-range-points.ts';
export { voidCodes } from './void-codes.ts';
