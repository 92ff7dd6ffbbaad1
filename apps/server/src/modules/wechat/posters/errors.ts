import { Refusal } from '../../../platform/errors.ts';

export const posterNotFound = () => new Refusal('poster_not_found', 404, '没有这张海报码');

export const posterNameEmpty = () => new Refusal('bad_request', 400, '请填写海报码的名称');
