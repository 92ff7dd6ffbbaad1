import { onViolation } from '../../platform/database.ts';
import type { Tx } from '../../platform/database.ts';
import { cleanLine } from '../../platform/clean-text.ts';
import { toGtin14 } from '@mashang/contract';
import { gtinInvalid, gtinTaken, productNameEmpty, productNameTaken } from './errors.ts';

export interface NewProduct {
  name: string;
  pointsPerCode: number;
  /** As people write it; null or absent: none. */
  gtin?: string | null;
  now: Date;
}

/** Adds a product and returns its id. Refuses a name or GTIN that one in the lists has. */
export async function createProduct(tx: Tx, product: NewProduct): Promise<number> {
  const row = await tx
    .insertInto('product')
    .values({
      name: checkedName(product.name),
      pointsPerCode: product.pointsPerCode,
      gtin: checkedGtin(product.gtin ?? null),
      createdAt: product.now,
    })
    .returning('productId')
    .executeTakeFirstOrThrow()
    .catch(onViolation('product__name', productNameTaken))
    .catch(onViolation('product__gtin', gtinTaken));
  return row.productId;
}

/** Outer blanks would make two names that look alike. */
export function checkedName(name: string): string {
  const cleaned = cleanLine(name);
  if (cleaned === '') throw productNameEmpty();
  return cleaned;
}

/** GTIN-14, or null for none; an empty field of a form is none. Throws gtin_invalid. */
export function checkedGtin(gtin: string | null): string | null {
  if (gtin === null || gtin.trim() === '') return null;
  const gtin14 = toGtin14(gtin);
  if (gtin14 === null) throw gtinInvalid();
  return gtin14;
}
