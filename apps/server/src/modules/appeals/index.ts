/**
 * ★ Who thinks a refusal is wrong, or holds a fake, is heard by somebody. Knows codes, members,
 * notices, pictures and points; nobody knows this module.
 * Owns the tables `appeal`, `appeal_event`, `appeal_member`, `appeal_grant_day` and `appeal_picture`.
 * Terms: an appeal is *open* until it is *answered* by a clerk or *withdrawn* by its member; a grant
 * above the threshold is *proposed* and waits until a second colleague *approves* or *declines* it.
 * Invariant: an appeal's granted points are one movement in the ledger; what a clerk gave and proposed
 * in a Beijing day never exceeds their limit. Locks are taken in one order: member of appeals, appeal,
 * clerk's day, account.
 */
export { createTextReader } from './create-text-reader.ts';
export { purgeAppealPictures } from './keep-photo.ts';
export { registerAppealRoutes } from './routes.ts';
export type { AppealRouteDependencies } from './routes.ts';
