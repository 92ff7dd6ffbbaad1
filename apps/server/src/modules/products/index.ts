/**
 * What is sold, and what one code of it is worth.
 * Owns the table `product`.
 * Invariant: no two products in the lists share a name; an archived product's codes keep paying.
 */
export { createProduct } from './create-product.ts';
export { createProductRules } from './product-rules.ts';
export type { ProductRule, ProductRules } from './product-rules.ts';
export { readProductNames, requireProduct } from './product-queries.ts';
export { registerProductRoutes } from './routes.ts';
