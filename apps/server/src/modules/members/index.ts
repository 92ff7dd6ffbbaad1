/**
 * Owns: who a consumer is. A member is a mobile number; a WeChat user of each account may be bound to it.
 * Tables: member, member_identity, member_identity_former, member_session, scan_sign_in,
 * member_address, member_import, member_import_row, consent.
 * Invariant: one number is one member; one WeChat user is at most one member, and of one account only
 * one is a member; a number and an address are stored only encrypted, the number as a keyed hash too;
 * nothing is sent to a number before its consent is on record; a session that WeChat did not vouch for
 * opens nothing before a password is set.
 */
export { addAddress, listAddresses } from './address-book.ts';
export type { AddressDetails } from './address-seal.ts';
export { bindMobile } from './bind-mobile.ts';
export { countMembers } from './count-members.ts';
export { createMember } from './create-member.ts';
export type { MemberOrigin } from './create-member.ts';
export { describeMembers } from './describe-members.ts';
export type { MemberDescription } from './describe-members.ts';
export { createMemberFinder } from './find-member-by-open-id.ts';
export { createMemberDeskJobs } from './desk/jobs.ts';
export { registerMemberDeskRoutes } from './desk/routes.ts';
export { purgeMemberImports, recoverMemberImports } from './desk/tidy-member-imports.ts';
export { findMemberIdsByMobile } from './find-member-ids-by-mobile.ts';
export { findMovedAway } from './find-moved-away.ts';
export { findOpenId } from './find-open-id.ts';
export { createMemberAuthenticator } from './member-authenticator.ts';
export type { MemberAuthenticator, MemberIdentity } from './member-authenticator.ts';
export { createMobileReader } from './mobile.ts';
export type { Mobile, MobileReader } from './mobile.ts';
export { purgeMemberSessions } from './purge-member-sessions.ts';
export { readAddress } from './read-address.ts';
export { readClaimants } from './read-claimants.ts';
export type { Claimant, MemberStatus } from './read-claimants.ts';
export { requireActiveMember } from './require-active-member.ts';
export { registerMemberRoutes } from './routes.ts';
export { answerSignInScene } from './scan-sign-in/answer-sign-in-scene.ts';
export { purgeScanSignIns } from './scan-sign-in/purge-scan-sign-ins.ts';
export { registerScanSignInRoutes } from './scan-sign-in/routes.ts';
export type { ScanSignInTools } from './scan-sign-in/routes.ts';
export type { CreateSceneQr } from './scan-sign-in/start-scan-sign-in.ts';
export { setSessionCookie } from './session-cookie.ts';
export { startSession } from './sessions.ts';
export type { StartedSession } from './sessions.ts';
export { unbindCancelledUser } from './unbind-cancelled-user.ts';
