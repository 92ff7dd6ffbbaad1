import { onViolation } from '../../platform/database.ts';
import type { Tx } from '../../platform/database.ts';
import { checkedName } from './create-product.ts';
import { productNameTaken, productNotFound } from './errors.ts';

/** Renames a product or changes its points; entries already written keep what they were given. */
export async function updateProduct(
  tx: Tx,
  product: { productId: number; name: string; pointsPerCode: number },
): Promise<void> {
  const row = await tx
    .updateTable('product')
    .set({ name: checkedName(product.name), pointsPerCode: product.pointsPerCode })
    .where('productId', '=', product.productId)
    .returning('productId')
    .executeTakeFirst()
    .catch(onViolation('product__name', productNameTaken));
  if (!row) throw productNotFound();
}
