import { Refusal } from '../../../platform/errors.ts';

export const codeNotFound = () => new Refusal('code_not_found', 404, '没有这个码');

export const tooManyScans = () =>
  new Refusal('bad_request', 400, '要查的扫码记录太多，请缩短时间或增加筛选条件');

export const noteMissing = () => new Refusal('bad_request', 400, '请写明处理说明');
