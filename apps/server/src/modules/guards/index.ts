/**
 * Who may scan, how much, and what head office is told of.
 * Owns the tables guard_member, guard_subject, blacklist, guard_allowance and alarm.
 * Invariant: under the lock of a member's row the counts are exact, in every process.
 */
export { countWrongSubjects } from './count-wrong-subjects.ts';
export { createGuardBook } from './create-guard-book.ts';
export type { GuardBook, GuardSnapshot } from './create-guard-book.ts';
export { createProvinceReader } from './create-province-reader.ts';
export type { AlarmDetails } from '../../texts-alarms.ts';
export { enterGuard } from './enter-guard.ts';
export type { Visit } from './enter-guard.ts';
export { foreseeRefusal } from './foresee-refusal.ts';
export type { GuardLimits, GuardSignal, ScanOrigin } from './guard-types.ts';
export type { MemberGuard } from './member-guard.ts';
export { networkOf } from './network-of.ts';
export { raiseAlarms } from './raise-alarms.ts';
export { purgeGuards } from './purge-guards.ts';
export { registerGuardRoutes } from './desk/routes.ts';
export type { GuardRouteDependencies } from './desk/desk-tools.ts';
