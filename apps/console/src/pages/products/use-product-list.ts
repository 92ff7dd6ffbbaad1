import type { Product, QueryOf } from '@mashang/contract';
import { call } from '../../shared/api.ts';
import { notify, notifyError, notifyWithUndo } from '../../shared/notify.ts';
import { texts } from '../../shared/texts.ts';
import { oneOf, freeText, useUrlFilters } from '../../shared/url-filters.ts';
import { pageAt, useCursorList } from '../../shared/use-cursor-list.ts';

/** The list of products with its filters, and putting one away or back. */
export function useProductList() {
  const filters = useUrlFilters({
    search: freeText,
    archived: oneOf(['no', 'yes', 'all'] as const),
    sort: oneOf(['newest', 'name', 'points'] as const),
  });
  const toQuery = (): QueryOf<'GET /api/hq/products'> => ({
    ...(filters.search ? { search: filters.search } : {}),
    archived: filters.archived ?? 'no',
    sort: filters.sort ?? 'newest',
  });
  const list = useCursorList<Product>(
    (cursor) => call('GET /api/hq/products', { query: { ...toQuery(), ...pageAt(cursor) } }),
    () => JSON.stringify(toQuery()),
  );

  async function setArchived(product: Product, archived: boolean): Promise<void> {
    const { products } = texts.value;
    try {
      const params = { productId: product.productId };
      await call('POST /api/hq/products/:productId/archive', { params, body: { archived } });
      await list.reload();
      if (!archived) notify(products.restoredDone(product.name));
      else notifyWithUndo(products.archivedDone(product.name), () => setArchived(product, false));
    } catch (error) {
      notifyError(error);
    }
  }

  return { filters, list, toQuery, setArchived };
}
