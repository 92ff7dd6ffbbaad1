import { Refusal } from '../../platform/errors.ts';

export const productNotFound = () =>
  new Refusal('product_not_found', 404, '没有这个产品，或它已归档');

export const productNameTaken = () =>
  new Refusal('product_name_taken', 409, '已有同名的产品，请换一个名称');

export const productNameEmpty = () => new Refusal('bad_request', 400, '请填写产品名称');
