export { inspectImportFile, previewImport } from './preview-import.ts';
export { readImportRows } from './read-import-rows.ts';
export { ImportFileError } from './types.ts';
export type { ReadRowsOptions, RowChunk, RowRejection } from './types.ts';
