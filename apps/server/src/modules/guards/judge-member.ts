import type { MemberKind } from '@mashang/contract';
import type { GuardSnapshot } from './create-guard-book.ts';
import { endOfDay } from './end-of-day.ts';
import type { GuardLimits, GuardSignal } from './guard-types.ts';

/** A member as the row under the lock has them, before the claims of this batch. */
export interface EnteredMember {
  memberId: number;
  kind: MemberKind;
  /** The Beijing day the counts are of; later than today when the clock was set back. */
  day: string;
  /** Claims the row counts already. */
  expected: number;
  claimsToday: number;
  claimsEver: number;
  claimsThisHour: number;
  wrongToday: number;
  wrongInARow: number;
  oddToday: number;
  lockedUntil: Date | null;
  /** Where the member was seen before, when that was another province. */
  provinceBefore: string | null;
  provinceBeforeAt: Date | null;
  /** Provinces of the scans of this batch, in their order. */
  provinces: string[];
}

/** … and what this batch has made of it. */
export interface JudgedMember extends EnteredMember {
  taken: number;
  confirmed: number;
  isLockedNow: boolean;
  /** Something else than claims has to be written. */
  isChanged: boolean;
}

interface Counted {
  /** Wrong codes before the next lock; 0: locked. */
  left: number;
  signal: GuardSignal | null;
}

/** A well-formed code that does not exist. In a row they cost a short wait, too many the day. */
export function countWrong(member: JudgedMember, limits: GuardLimits, now: Date): Counted {
  member.isChanged = true;
  member.wrongToday += 1;
  member.wrongInARow += 1;
  let signal: GuardSignal | null = null;
  if (member.wrongToday >= limits.wrongPerDayMax) {
    signal = lock(member, { reason: 'day', end: endOfDay(member.day), now });
  } else if (member.wrongInARow >= limits.wrongInARowMax) {
    const end = new Date(now.getTime() + limits.rowLockMinutes * 60_000);
    signal = lock(member, { reason: 'row', end, now });
  }
  return { left: leftOf(member, limits, now), signal };
}

/** A text that is no code: a cook may hold the wrong side of many bottles before the camera. */
export function countOdd(member: JudgedMember, limits: GuardLimits, now: Date): Counted {
  member.isChanged = true;
  member.oddToday += 1;
  const isTooMany = member.oddToday >= limits.oddPerDayMax;
  const end = endOfDay(member.day);
  const signal = isTooMany ? lock(member, { reason: 'odd', end, now }) : null;
  return { left: leftOf(member, limits, now), signal };
}

/** A right code ends the row of wrong ones. */
export function countRight(member: JudgedMember): void {
  if (member.wrongInARow === 0) return;
  member.wrongInARow = 0;
  member.isChanged = true;
}

/**
 * Only the claim that reaches a limit tells of it: once a day, once an hour. A member with an
 * allowance is known to scan fast.
 */
export function judgeClaims(member: JudgedMember, snapshot: GuardSnapshot): GuardSignal[] {
  const { memberId, kind, confirmed, claimsToday, claimsThisHour } = member;
  if (confirmed === 0) return [];
  const reaches = (before: number, limit: number) => before < limit && before + confirmed >= limit;
  const signals: GuardSignal[] = [];
  const dayLimit = snapshot.dailyClaimsMaxOf(memberId, kind);
  if (reaches(claimsToday, dayLimit)) {
    const details = { count: claimsToday + confirmed, limit: dayLimit, memberKind: kind };
    signals.push(signalOf('dailyLimitReached', memberId, details));
  }
  const hourLimit = snapshot.limits.velocityClaimsPerHour;
  if (!snapshot.hasAllowance(memberId) && reaches(claimsThisHour, hourLimit)) {
    const details = { count: claimsThisHour + confirmed, limit: hourLimit, memberKind: kind };
    signals.push(signalOf('velocity', memberId, details));
  }
  return signals;
}

function signalOf(
  kind: GuardSignal['kind'],
  memberId: number,
  details: GuardSignal['details'],
): GuardSignal {
  return { kind, subject: `member:${memberId}`, memberId, details };
}

/** A lock that runs already is only made longer, without a second alarm. */
function lock(
  member: JudgedMember,
  { reason, end, now }: { reason: 'day' | 'row' | 'odd'; end: Date; now: Date },
): GuardSignal | null {
  const before = member.lockedUntil;
  const until = before && before > end ? before : end;
  member.lockedUntil = until;
  member.wrongInARow = 0;
  if (before && before > now) return null;
  member.isLockedNow = true;
  const count = reason === 'odd' ? member.oddToday : member.wrongToday;
  const details = { reason, count, until: until.toISOString(), memberKind: member.kind };
  return signalOf('memberLocked', member.memberId, details);
}

function leftOf(member: EnteredMember, limits: GuardLimits, now: Date): number {
  if (member.lockedUntil && member.lockedUntil > now) return 0;
  const leftToday = limits.wrongPerDayMax - member.wrongToday;
  return Math.max(0, Math.min(leftToday, limits.wrongInARowMax - member.wrongInARow));
}
