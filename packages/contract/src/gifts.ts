import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  Empty,
  ExportFormat,
  Id,
  line,
  Moment,
  note,
  nullable,
  pageOf,
  pageQuery,
  PictureId,
  strictObject,
} from './common.ts';

export const GiftState = Type.Enum(['draft', 'onSale', 'offSale', 'archived']);
export type GiftState = Static<typeof GiftState>;

const pictureIds = Type.Array(PictureId, { maxItems: 9 });
const pointsPrice = Type.Integer({ minimum: 1, maximum: 100_000_000 });
const stock = Type.Integer({ minimum: 0, maximum: 100_000_000 });

/** What head office says of a gift. Pictures are shown in this order, the first one in lists. */
const giftFields = {
  name: line(80),
  pointsPrice,
  /** HTML of a small set of tags; anything else is taken out when it is written. */
  descriptionHtml: note(15_000),
  pictureIds,
  /** Pieces one member may redeem, ever; null: any number. */
  limitPerMember: nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  /** Small numbers first. */
  sortOrder: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
};

export const Gift = strictObject({
  giftId: Id,
  name: Type.String(),
  pointsPrice: Type.Integer(),
  descriptionHtml: Type.String(),
  pictureIds: Type.Array(Type.String()),
  limitPerMember: nullable(Type.Integer()),
  sortOrder: Type.Integer(),
  state: GiftState,
  stock: Type.Integer(),
  /** Pieces in redemptions that were not rejected or cancelled. */
  redeemedCount: Type.Integer(),
  version: Type.Integer(),
  createdAt: Moment,
  updatedAt: Moment,
});
export type Gift = Static<typeof Gift>;

export const StockMovement = strictObject({
  movementId: Id,
  change: Type.Integer(),
  stockAfter: Type.Integer(),
  reason: Type.Enum(['initial', 'correction', 'redemption', 'refund']),
  redemptionId: nullable(Id),
  staffName: nullable(Type.String()),
  note: Type.String(),
  createdAt: Moment,
});
export type StockMovement = Static<typeof StockMovement>;

/** A gift as a member sees it. */
export const ShelfGift = strictObject({
  giftId: Id,
  name: Type.String(),
  pointsPrice: Type.Integer(),
  pictureIds: Type.Array(Type.String()),
  stock: Type.Integer(),
  limitPerMember: nullable(Type.Integer()),
});
export type ShelfGift = Static<typeof ShelfGift>;

export const Picture = strictObject({
  pictureId: PictureId,
  width: Type.Integer(),
  height: Type.Integer(),
});
export type Picture = Static<typeof Picture>;

const giftParams = strictObject({ giftId: Id });
const giftFilter = {
  search: Type.Optional(Type.String({ maxLength: 80 })),
  state: Type.Optional(GiftState),
  sort: Type.Optional(Type.Enum(['order', 'newest', 'name', 'price', 'stock'])),
};

export const giftOperations = {
  'GET /api/gifts': {
    summary: 'Gifts on sale, in the order head office chose',
    access: 'public',
    query: strictObject({
      ...pageQuery,
      /** Only gifts that cost at most so many points. */
      pointsMax: Type.Optional(Type.Integer({ minimum: 0 })),
      sort: Type.Optional(Type.Enum(['order', 'priceUp', 'priceDown', 'newest'])),
    }),
    reply: pageOf(ShelfGift),
  },
  'GET /api/gifts/:giftId': {
    summary: 'One gift on sale; gift_not_on_sale once it was taken off',
    access: 'public',
    params: giftParams,
    reply: strictObject({
      ...ShelfGift.properties,
      descriptionHtml: Type.String(),
      /** Pieces this member may still redeem under the limit; null: no limit, or not signed in. */
      leftForMember: nullable(Type.Integer()),
    }),
  },
  'GET /pictures/:pictureId/:size': {
    summary: 'A picture in one of its sizes, as WebP; never changes',
    access: 'public',
    params: strictObject({
      pictureId: PictureId,
      size: Type.Enum(['small', 'medium', 'large']),
    }),
    reply: 'stream',
  },
  'POST /api/hq/pictures': {
    summary:
      'Upload a picture (JPEG, PNG, WebP, GIF, AVIF; at most 20 MB and 50 megapixels); it is re-encoded, nothing of its metadata stays',
    access: 'staff',
    body: 'stream',
    reply: Picture,
  },
  'GET /api/hq/gifts': {
    summary: 'All gifts',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...giftFilter }),
    reply: pageOf(Gift),
  },
  'GET /api/hq/gifts/export': {
    summary: 'Gifts as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...giftFilter }),
    reply: 'stream',
  },
  'POST /api/hq/gifts': {
    summary: 'Add a gift as a draft',
    access: 'staff',
    body: strictObject({ ...giftFields, stock }),
    reply: Gift,
  },
  'GET /api/hq/gifts/:giftId': {
    summary: 'One gift',
    access: 'staff',
    params: giftParams,
    reply: Gift,
  },
  'PUT /api/hq/gifts/:giftId': {
    summary: 'Edit a gift; changed_meanwhile when somebody else edited it since `version`',
    access: 'staff',
    params: giftParams,
    body: strictObject({ ...giftFields, version: Type.Integer({ minimum: 1 }) }),
    reply: Gift,
  },
  'POST /api/hq/gifts/:giftId/copy': {
    summary: 'A draft with the same content and no stock',
    access: 'staff',
    params: giftParams,
    body: Empty,
    reply: Gift,
  },
  'POST /api/hq/gifts/:giftId/state': {
    summary: 'Put on sale, take off sale, or bring an archived gift back off sale',
    access: 'staff',
    params: giftParams,
    body: strictObject({ state: Type.Enum(['onSale', 'offSale']) }),
    reply: Gift,
  },
  'DELETE /api/hq/gifts/:giftId': {
    summary: 'Delete a gift; one that was ever redeemed is archived instead',
    access: 'staff',
    params: giftParams,
    reply: strictObject({ outcome: Type.Enum(['deleted', 'archived']) }),
  },
  'POST /api/hq/gifts/:giftId/stock': {
    summary: 'Correct the stock by a difference, with a note; never below zero',
    access: 'staff',
    params: giftParams,
    body: strictObject({
      change: Type.Integer({ minimum: -100_000_000, maximum: 100_000_000 }),
      note: line(200),
    }),
    reply: Gift,
  },
  'GET /api/hq/gifts/:giftId/stock-movements': {
    summary: 'How the stock came to be, newest first',
    access: 'staff',
    params: giftParams,
    query: strictObject({ ...pageQuery }),
    reply: pageOf(StockMovement),
  },
} as const;
