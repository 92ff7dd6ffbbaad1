/**
 * The catalogue: what points can become, and how much of it is left.
 * Owns the tables `gift` and `gift_stock_movement`.
 * Terms: the *shelf* is what members see, the gifts on sale.
 * Invariant: stock = sum of movements = stock_after of the last one, at every commit; a gift that was
 * ever redeemed is never deleted.
 */
export { addGift } from './add-gift.ts';
export type { NewGift } from './add-gift.ts';
export { changeGiftState } from './change-gift-state.ts';
export { requireGiftOnSale } from './list-shelf.ts';
export { registerGiftRoutes } from './routes.ts';
export { returnStock, takeStock } from './move-stock.ts';
