import { Refusal } from '../../platform/errors.ts';

export const entryNotFound = () => new Refusal('entry_not_found', 404, '没有这条积分明细');

export const tooManyEntries = () =>
  new Refusal('bad_request', 400, '要查的明细太多，请缩短时间或增加筛选条件');
