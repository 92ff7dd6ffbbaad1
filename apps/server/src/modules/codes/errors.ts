import { Refusal } from '../../platform/errors.ts';

export const batchNotFound = () => new Refusal('batch_not_found', 404, '没有这个批次');

export const batchTooLarge = (message: string, quantityMax: number) =>
  new Refusal('batch_too_large', 400, message, { details: { quantityMax } });

export const batchStateConflict = (message: string, state: string) =>
  new Refusal('batch_state_conflict', 409, message, { details: { state } });

export const serialsOutside = (firstSerial: number, lastSerial: number) =>
  new Refusal('bad_request', 400, `序号应在 ${firstSerial} 到 ${lastSerial} 之间，起始不大于结束`);

export const batchNotPrintable = (reason: string) =>
  new Refusal('batch_not_printable', 409, reason);

export const importNotFound = () => new Refusal('import_not_found', 404, '没有这次导入');

export const importStateConflict = (message: string, state: string) =>
  new Refusal('import_state_conflict', 409, message, { details: { state } });

export const importFileUnreadable = (message: string, status = 400) =>
  new Refusal('import_file_unreadable', status, message);

export const tooManyImports = (unfinishedMax: number) =>
  new Refusal('busy', 503, `还有 ${unfinishedMax} 个导入没有完成，请等它们完成后再上传`, {
    retryAfterSeconds: 60,
  });
