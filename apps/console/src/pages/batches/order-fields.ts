import type { BodyOf, CodeLength, Product, UrlForm } from '@mashang/contract';
import { parseWholeNumber } from '../../shared/format.ts';

/** An order of codes as it stands in the form. */
export interface OrderFields {
  productId: number | undefined;
  quantity: string;
  codeLength: CodeLength;
  hasCheckSymbol: boolean;
  urlForm: UrlForm;
  note: string;
}

export const codeLengths = [12, 14, 16, 18, 20] as const satisfies readonly CodeLength[];
export const urlForms = ['mixed', 'upper', 'gs1'] as const satisfies readonly UrlForm[];

type Order = BodyOf<'POST /api/hq/batches'>;

export function emptyOrder(productId?: number): OrderFields {
  return {
    productId,
    quantity: '',
    codeLength: 16,
    hasCheckSymbol: false,
    urlForm: 'mixed',
    note: '',
  };
}

/** Why a GS1 Digital Link cannot be chosen; null: it can. An unknown product is the server's to judge. */
export function gs1Obstacle(
  productId: number | undefined,
  product: Product | null,
): 'gs1NeedsProduct' | 'gs1NeedsGtin' | null {
  if (productId === undefined) return 'gs1NeedsProduct';
  return product?.productId === productId && product.gtin === null ? 'gs1NeedsGtin' : null;
}

/**
 * The order the form says, or what is wrong with its quantity.
 * @param quantityMax largest batch of this length that may still be ordered; null: not known yet
 */
export function readOrder(
  fields: OrderFields,
  quantityMax: number | null,
): { order: Order; error: null } | { order: null; error: 'quantityError' | 'quantityTooLarge' } {
  const quantity = parseWholeNumber(fields.quantity);
  if (quantity === null || quantity < 1) return { order: null, error: 'quantityError' };
  if (quantityMax !== null && quantity > quantityMax) {
    return { order: null, error: 'quantityTooLarge' };
  }
  const { productId, codeLength, hasCheckSymbol, urlForm, note } = fields;
  return {
    order: {
      ...(productId === undefined ? {} : { productId }),
      quantity,
      codeLength,
      hasCheckSymbol,
      urlForm,
      note: note.trim(),
    },
    error: null,
  };
}
