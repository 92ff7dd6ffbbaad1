import { onViolation } from '../../platform/database.ts';
import type { Tx } from '../../platform/database.ts';
import { checkedGtin, checkedName } from './create-product.ts';
import { gtinTaken, productNameTaken, productNotFound } from './errors.ts';

/**
 * Renames a product, changes its points or its GTIN; entries already written keep what they were
 * given. A GTIN may go even when labels carry it: they are read by their code, whose GTIN only has to
 * be one (see read-digital-link.ts), so a mistyped one can be mended without a label dying.
 */
export async function updateProduct(
  tx: Tx,
  product: { productId: number; name: string; pointsPerCode: number; gtin?: string | null },
): Promise<void> {
  const row = await tx
    .updateTable('product')
    .set({
      name: checkedName(product.name),
      pointsPerCode: product.pointsPerCode,
      // Absent: as it was.
      ...(product.gtin === undefined ? {} : { gtin: checkedGtin(product.gtin) }),
    })
    .where('productId', '=', product.productId)
    .returning('productId')
    .executeTakeFirst()
    .catch(onViolation('product__name', productNameTaken))
    .catch(onViolation('product__gtin', gtinTaken));
  if (!row) throw productNotFound();
}
