/**
 * What is sold, and what one code of it is worth.
 * Owns the table `product`.
 * Invariant: no two products in the lists share a name or a GTIN; an archived product's codes keep paying.
 */
export { createProduct } from './create-product.ts';
export { createProductRules } from './product-rules.ts';
export type { ProductRule, ProductRules } from './product-rules.ts';
export { readGtin, readProductNames, requireProduct } from './product-queries.ts';
export { registerProductRoutes } from './routes.ts';
