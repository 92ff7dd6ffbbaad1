/** How codes leave the house: copies of print files, who took them, and the marks that name a copy. */
export { purgeTickets } from './pick-up.ts';
export { readCustody } from './read-custody.ts';
export type { HeldCode, HoldingDelivery } from './read-custody.ts';
export { registerDeliveryRoutes } from './routes.ts';
export type { DeliveryRouteDependencies } from './routes.ts';
export type { ScanFacts } from './delivery-queries.ts';
