import { onViolation } from '../../platform/database.ts';
import type { Tx } from '../../platform/database.ts';
import { cleanLine } from '../../platform/clean-text.ts';
import { productNameEmpty, productNameTaken } from './errors.ts';

export interface NewProduct {
  name: string;
  pointsPerCode: number;
  now: Date;
}

/** Adds a product and returns its id. Refuses a name that a product in the lists already has. */
export async function createProduct(tx: Tx, product: NewProduct): Promise<number> {
  const row = await tx
    .insertInto('product')
    .values({
      name: checkedName(product.name),
      pointsPerCode: product.pointsPerCode,
      createdAt: product.now,
    })
    .returning('productId')
    .executeTakeFirstOrThrow()
    .catch(onViolation('product__name', productNameTaken));
  return row.productId;
}

/** Outer blanks would make two names that look alike. */
export function checkedName(name: string): string {
  const cleaned = cleanLine(name);
  if (cleaned === '') throw productNameEmpty();
  return cleaned;
}
