import type { Batch } from '@mashang/contract';
import type { Texts } from '../../shared/texts.ts';

/** What stands in the place of a product: its name, that there are several, or that there is none. */
export function productOf(
  { productName, productId, rangeCount }: Batch,
  { batches, products }: Texts,
): string {
  if (productId !== null) return productName ?? products.unknown(productId);
  return rangeCount > 1 ? batches.severalProducts : batches.blank;
}
