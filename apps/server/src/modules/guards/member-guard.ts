import assert from 'node:assert/strict';
import type { MemberKind } from '@mashang/contract';
import type { Tx } from '../../platform/database.ts';
import type { GuardSnapshot } from './create-guard-book.ts';
import { endOfDay } from './end-of-day.ts';
import type { GuardLimits, GuardSignal } from './guard-types.ts';
import { judgeTravel } from './judge-travel.ts';
import { saveMembers } from './save-members.ts';

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

/** Judges the scans of a batch in the order they are asked about; writes at the end. */
export interface MemberGuard {
  /** The end of a lock that still runs. Null for a member who did not enter. */
  lockedUntil(memberId: number): Date | null;
  /** Counts a well-formed code that does not exist. @returns how many more are left, 0: locked now */
  countWrong(memberId: number): number;
  /** Counts a text that is no code of ours by its looks. @returns how many more wrong ones are left */
  countOdd(memberId: number): number;
  /** A right code ends the row of wrong ones; `takeClaim` does the same. */
  countRight(memberId: number): void;
  /** Asks for one code of the day's limit; `save` gives it back unless it is confirmed. */
  takeClaim(
    memberId: number,
  ): { outcome: 'ok' } | { outcome: 'dailyLimit'; limit: number; until: Date };
  /** For each code that was really won, in order. */
  confirmClaim(memberId: number): { isFirstEver: boolean; isFirstOfDay: boolean };
  /** Writes the rows whose state is another than what `enterGuard` wrote; none in a normal batch. */
  save(tx: Tx): Promise<void>;
  /** What head office should look at. Raise it only after the commit. */
  signals(): GuardSignal[];
}

export interface JudgedMember extends EnteredMember {
  taken: number;
  confirmed: number;
  isLockedNow: boolean;
  isChanged: boolean;
}

export function createMemberGuard(
  entered: readonly EnteredMember[],
  snapshot: GuardSnapshot,
  now: Date,
): MemberGuard {
  const { limits } = snapshot;
  const members = new Map<number, JudgedMember>();
  for (const member of entered) {
    const counts = { taken: 0, confirmed: 0, isLockedNow: false, isChanged: false };
    members.set(member.memberId, { ...member, ...counts });
  }
  const lockSignals: GuardSignal[] = [];

  function memberOf(memberId: number): JudgedMember {
    const member = members.get(memberId);
    assert(member, `member ${memberId} did not enter the guard`);
    return member;
  }

  function lock(member: JudgedMember, reason: 'day' | 'row' | 'odd', end: Date): void {
    const isRunning = member.lockedUntil !== null && member.lockedUntil > now;
    const until = member.lockedUntil && member.lockedUntil > end ? member.lockedUntil : end;
    member.lockedUntil = until;
    member.wrongInARow = 0;
    if (isRunning) return;
    member.isLockedNow = true;
    const count = reason === 'odd' ? member.oddToday : member.wrongToday;
    const details = { reason, count, until: until.toISOString(), memberKind: member.kind };
    lockSignals.push(signalOf('memberLocked', member.memberId, details));
  }

  function countRight(member: JudgedMember): void {
    if (member.wrongInARow === 0) return;
    member.wrongInARow = 0;
    member.isChanged = true;
  }

  return {
    lockedUntil(memberId) {
      const until = members.get(memberId)?.lockedUntil ?? null;
      return until && until > now ? until : null;
    },
    countWrong(memberId) {
      const member = memberOf(memberId);
      member.isChanged = true;
      member.wrongToday += 1;
      member.wrongInARow += 1;
      if (member.wrongToday >= limits.wrongPerDayMax) {
        lock(member, 'day', endOfDay(member.day));
      } else if (member.wrongInARow >= limits.wrongInARowMax) {
        lock(member, 'row', new Date(now.getTime() + limits.rowLockMinutes * 60_000));
      }
      return leftOf(member, limits, now);
    },
    countOdd(memberId) {
      const member = memberOf(memberId);
      member.isChanged = true;
      member.oddToday += 1;
      if (member.oddToday >= limits.oddPerDayMax) lock(member, 'odd', endOfDay(member.day));
      return leftOf(member, limits, now);
    },
    countRight: (memberId) => countRight(memberOf(memberId)),
    takeClaim(memberId) {
      const member = memberOf(memberId);
      countRight(member);
      const limit = snapshot.dailyClaimsMaxOf(memberId, member.kind);
      if (member.claimsToday + member.taken >= limit) {
        return { outcome: 'dailyLimit', limit, until: endOfDay(member.day) };
      }
      member.taken += 1;
      return { outcome: 'ok' };
    },
    confirmClaim(memberId) {
      const member = memberOf(memberId);
      const isFirstEver = member.claimsEver + member.confirmed === 0;
      const isFirstOfDay = member.claimsToday + member.confirmed === 0;
      member.confirmed += 1;
      return { isFirstEver, isFirstOfDay };
    },
    async save(tx) {
      const changed = [...members.values()].filter(
        ({ isChanged, expected, confirmed }) => isChanged || expected !== confirmed,
      );
      await saveMembers(tx, changed, now);
    },
    signals: () => [
      ...lockSignals,
      ...[...members.values()].flatMap((member) => [
        ...judgeClaims(member, snapshot),
        ...judgeTravel(member, limits, now),
      ]),
    ],
  };
}

function leftOf(member: EnteredMember, limits: GuardLimits, now: Date): number {
  if (member.lockedUntil && member.lockedUntil > now) return 0;
  const leftToday = limits.wrongPerDayMax - member.wrongToday;
  return Math.max(0, Math.min(leftToday, limits.wrongInARowMax - member.wrongInARow));
}

/**
 * Only the claim that reaches a limit tells of it: once a day, once an hour. A member with an
 * allowance is known to scan fast.
 */
function judgeClaims(member: JudgedMember, snapshot: GuardSnapshot): GuardSignal[] {
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
