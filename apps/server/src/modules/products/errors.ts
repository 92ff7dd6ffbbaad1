import { Refusal } from '../../platform/errors.ts';

export const productNotFound = () =>
  new Refusal('product_not_found', 404, '没有这个产品，或它已归档');

export const productNameTaken = () =>
  new Refusal('product_name_taken', 409, '已有同名的产品，请换一个名称');

export const productNameEmpty = () => new Refusal('bad_request', 400, '请填写产品名称');

export const gtinInvalid = () =>
  new Refusal(
    'gtin_invalid',
    400,
    '商品条码（GTIN）不正确：应为 8、12、13 或 14 位数字，末位是校验位',
  );

export const gtinTaken = () =>
  new Refusal('gtin_taken', 409, '另一个产品已使用这个商品条码（GTIN）');
