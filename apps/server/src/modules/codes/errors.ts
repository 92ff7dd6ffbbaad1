import { Refusal } from '../../platform/errors.ts';

export const batchNotFound = () => new Refusal('batch_not_found', 404, '没有这个批次');

export const batchTooLarge = (message: string, quantityMax: number) =>
  new Refusal('batch_too_large', 400, message, { details: { quantityMax } });

export const batchStateConflict = (message: string, state: string) =>
  new Refusal('batch_state_conflict', 409, message, { details: { state } });

export const serialsOutside = (firstSerial: number, lastSerial: number) =>
  new Refusal('bad_request', 400, `序号应在 ${firstSerial} 到 ${lastSerial} 之间，起始不大于结束`);

/** Claims take milliseconds; one that takes seconds hangs, and is ended by the database. */
export const codesBusy = () =>
  new Refusal('busy', 503, '正有人在积分，暂时不能变更，请过几秒再试，尚未做任何改动', {
    retryAfterSeconds: 2,
  });

export const rangeClaimed = () =>
  new Refusal('range_claimed', 409, '这段码中已有被积分的，不能再改产品或积分；可只选未积分的一段');

export const productMissing = (firstSerial: number, lastSerial: number) =>
  new Refusal(
    'product_missing',
    409,
    `序号 ${firstSerial}–${lastSerial} 的码还没有指定产品，请先指定产品再激活`,
    { details: { firstSerial, lastSerial } },
  );

export const productNeededForGs1 = () =>
  new Refusal('product_missing', 409, 'GS1 网址里要写商品条码，请先选择产品');

export const gtinNeeded = () =>
  new Refusal('gtin_invalid', 409, '该产品没有填写商品条码（GTIN），不能使用 GS1 网址');

export const voidUnconfirmed = (serials: number) =>
  new Refusal('batch_state_conflict', 409, `将要作废的是 ${serials} 个码，请核对后重新确认`, {
    details: { serials },
  });

export const deliveryNotFound = () => new Refusal('delivery_not_found', 404, '没有这份交付');

/** @param state why it cannot be taken any more: `usedUp`, `expired` or `revoked` */
export const deliveryEnded = (message: string, state?: string) =>
  new Refusal('delivery_ended', 409, message, state === undefined ? {} : { details: { state } });

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

export const keyRetired = () =>
  new Refusal('batch_not_printable', 409, '这批码的密钥版本已停用，码已失效，不能再印刷');
