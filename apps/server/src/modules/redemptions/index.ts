/**
 * ★ Points become a gift on somebody's doorstep. Knows gifts, members, notices and points; nobody
 * knows this module.
 * Owns the tables `redemption` and `redemption_event`.
 * Terms: a redemption is *applied* for, *approved*, *shipped* and *received*; it ends early when it is
 * *rejected* by a clerk or *cancelled* by the member, which gives points and pieces back.
 * Invariant: a redemption that was neither rejected nor cancelled holds its points and its pieces,
 * any other holds none. Locks are taken in one order: member, redemption, gift, account.
 */
export { countPiecesOfMember } from './count-pieces.ts';
export {
  approveRedemption,
  receiveRedemption,
  rejectRedemption,
  shipRedemption,
} from './move-redemption.ts';
export { redeemGift } from './redeem-gift.ts';
export type { RedeemDependencies, RedemptionRequest } from './redeem-gift.ts';
export { registerRedemptionRoutes } from './routes.ts';
export type { RedemptionRouteDependencies } from './routes.ts';
