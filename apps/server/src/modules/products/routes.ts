import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { archiveProduct } from './archive-product.ts';
import { createProduct } from './create-product.ts';
import { getProduct, listProducts } from './list-products.ts';
import type { CountBatches } from './list-products.ts';
import { updateProduct } from './update-product.ts';

export interface ProductRouteDependencies {
  db: Db;
  clock: Clock;
  countBatches: CountBatches;
}

export function registerProductRoutes(
  route: Route,
  { db, clock, countBatches }: ProductRouteDependencies,
): void {
  route('GET /api/hq/products', ({ query }) => listProducts(db, query, countBatches));

  route('POST /api/hq/products', ({ body }) =>
    db.transaction().execute(async (tx) => {
      const productId = await createProduct(tx, { ...body, now: clock.now() });
      return getProduct(tx, productId, countBatches);
    }),
  );

  route('PUT /api/hq/products/:productId', ({ params: { productId }, body }) =>
    db.transaction().execute(async (tx) => {
      await updateProduct(tx, { productId, ...body });
      return getProduct(tx, productId, countBatches);
    }),
  );

  route('POST /api/hq/products/:productId/archive', ({ params: { productId }, body }) =>
    db.transaction().execute(async (tx) => {
      await archiveProduct(tx, { productId, archived: body.archived, now: clock.now() });
      return getProduct(tx, productId, countBatches);
    }),
  );
}
