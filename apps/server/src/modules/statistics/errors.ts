import { Refusal } from '../../platform/errors.ts';

export const questionImpossible = (message: string) => new Refusal('bad_request', 400, message);

export const questionTooBig = () =>
  new Refusal('bad_request', 400, '要统计的数据太多，请缩短时间或增加筛选条件');
