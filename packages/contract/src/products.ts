import { Type } from 'typebox';
import type { Static } from 'typebox';
import { ExportFormat, Id, Moment, nullable, pageOf, pageQuery, strictObject } from './common.ts';

const name = Type.String({ minLength: 1, maxLength: 80 });
const pointsPerCode = Type.Integer({ minimum: 1, maximum: 1_000_000 });

export const Product = strictObject({
  productId: Id,
  name: Type.String(),
  pointsPerCode: Type.Integer(),
  /** GTIN-14; null when the product has none. */
  gtin: nullable(Type.String()),
  batchCount: Type.Integer(),
  createdAt: Moment,
  archivedAt: nullable(Moment),
});
export type Product = Static<typeof Product>;

/** GTIN-8, -12, -13 or -14 with its check digit; GS1 General Specifications §7.9. Null: none. */
const gtin = Type.Optional(nullable(Type.String({ maxLength: 20 })));

const productParams = strictObject({ productId: Id });

const productFilter = {
  search: Type.Optional(Type.String({ maxLength: 80 })),
  archived: Type.Optional(Type.Enum(['no', 'yes', 'all'])),
  sort: Type.Optional(Type.Enum(['newest', 'name', 'points'])),
};

export const productOperations = {
  'GET /api/hq/products': {
    summary: 'Products and their points rule',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...productFilter }),
    reply: pageOf(Product),
  },
  'GET /api/hq/products/export': {
    summary: 'Products as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...productFilter }),
    reply: 'stream',
  },
  'POST /api/hq/products': {
    summary: 'Add a product',
    access: 'staff',
    body: strictObject({ name, pointsPerCode, gtin }),
    reply: Product,
  },
  'PUT /api/hq/products/:productId': {
    summary: 'Rename a product or change its points; past entries keep what they were given',
    access: 'staff',
    params: productParams,
    body: strictObject({ name, pointsPerCode, gtin }),
    reply: Product,
  },
  'POST /api/hq/products/:productId/archive': {
    summary: 'Take a product out of the lists; its codes keep paying. Send archived=false to undo',
    access: 'staff',
    params: productParams,
    body: strictObject({ archived: Type.Boolean() }),
    reply: Product,
  },
} as const;
