/**
 * Owns: who a consumer is. A member is a mobile number; WeChat users are bound to it.
 * Tables: member, member_identity, member_session, consent.
 * Invariant: one number is one member; one WeChat user is at most one member; a number is stored only
 * encrypted and as a keyed hash; nothing is sent to a number before its consent is on record.
 */
export { bindMobile } from './bind-mobile.ts';
export { countMembers } from './count-members.ts';
export { createMember } from './create-member.ts';
export { describeMembers } from './describe-members.ts';
export type { MemberDescription } from './describe-members.ts';
export { createMemberFinder } from './find-member-by-open-id.ts';
export { findMemberIdsByMobile } from './find-member-ids-by-mobile.ts';
export { createMemberAuthenticator } from './member-authenticator.ts';
export type { MemberAuthenticator, MemberIdentity } from './member-authenticator.ts';
export { createMobileReader } from './mobile.ts';
export type { Mobile, MobileReader } from './mobile.ts';
export { purgeMemberSessions } from './purge-member-sessions.ts';
export { readMemberStatuses } from './read-member-statuses.ts';
export type { MemberStatus } from './read-member-statuses.ts';
export { registerMemberRoutes } from './routes.ts';
export { setSessionCookie } from './session-cookie.ts';
export { startSession } from './sessions.ts';
export type { StartedSession } from './sessions.ts';
