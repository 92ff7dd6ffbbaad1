import type { Campaign, Product } from '@mashang/contract';
import { reactive } from 'vue';
import { texts } from '../../shared/texts.ts';
import { shortRegion } from './names.ts';
import type { Names } from './sentence.ts';

const known = reactive(new Map<number, string>());

/** Remembers what products are called: of a campaign, or of those found by a search. */
export function learnProducts(products: readonly Pick<Product, 'productId' | 'name'>[]): void {
  for (const { productId, name } of products) known.set(productId, name);
}

export function learnProductsOf({ productIds, productNames }: Campaign): void {
  productIds.forEach((id, at) => known.set(id, productNames[at] ?? productName(id)));
}

export function productName(productId: number): string {
  return known.get(productId) ?? texts.value.products.unknown(productId);
}

/** Names for the sentence of a campaign that is being edited. */
export const knownNames: Names = { product: productName, region: shortRegion };
