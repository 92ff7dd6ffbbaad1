import type { Product } from '@mashang/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import type { Route } from '../../platform/http.ts';
import { momentCell, sendList } from '../../platform/send-list.ts';
import type { ListColumn } from '../../platform/send-list.ts';
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

  route('GET /api/hq/products/export', async ({ query, caller, request, reply }) => {
    const { format, ...filter } = query;
    await sendList<Product>(
      { request, reply },
      {
        format,
        language: caller.language,
        now: clock.now(),
        name: { zh: '产品', en: 'products' },
        columns,
        readPage: (page) => listProducts(db, { ...filter, ...page }, countBatches),
      },
    );
  });

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

const columns: ListColumn<Product>[] = [
  { zh: '编号', en: 'Number', cell: (row) => row.productId },
  { zh: '产品名称', en: 'Product', cell: (row) => row.name },
  { zh: '商品条码', en: 'GTIN', cell: (row) => row.gtin ?? '' },
  { zh: '每码积分', en: 'Points per code', cell: (row) => row.pointsPerCode },
  { zh: '批次数', en: 'Batches', cell: (row) => row.batchCount },
  { zh: '创建时间', en: 'Created', cell: (row) => momentCell(row.createdAt) },
  { zh: '归档时间', en: 'Archived', cell: (row) => momentCell(row.archivedAt) },
];
