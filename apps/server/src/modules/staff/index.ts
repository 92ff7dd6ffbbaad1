/**
 * Owns: head-office accounts, how they sign in, and the record of what they did.
 * Tables: staff, staff_session, staff_setup, audit_log.
 * Invariant: no account has a default password; the set-up link makes one account, once, and an
 * invitation sets one password, once; a disabled account is signed out everywhere at that moment; there
 * is always an active administrator.
 */
export { ensureSetupLink } from './ensure-setup-link.ts';
export { purgeStaffSessions } from './purge-staff-sessions.ts';
export { readStaffNames } from './read-staff-names.ts';
export { recordAudit } from './record-audit.ts';
export type { AuditEntry } from './record-audit.ts';
export { registerStaffRoutes } from './routes.ts';
export { createStaffAuthenticator } from './staff-authenticator.ts';
export type { StaffAuthenticator, StaffIdentity } from './staff-authenticator.ts';
