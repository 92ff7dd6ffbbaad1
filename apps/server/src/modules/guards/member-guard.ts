import assert from 'node:assert/strict';
import type { Tx } from '../../platform/database.ts';
import type { GuardSnapshot } from './create-guard-book.ts';
import { endOfDay } from './end-of-day.ts';
import type { GuardSignal } from './guard-types.ts';
import { countOdd, countRight, countWrong, judgeClaims } from './judge-member.ts';
import type { EnteredMember, JudgedMember } from './judge-member.ts';
import { judgeTravel } from './judge-travel.ts';
import { saveMembers } from './save-members.ts';

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

/** @param entered every member once */
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

  function count(memberId: number, counter: typeof countWrong): number {
    const { left, signal } = counter(memberOf(memberId), limits, now);
    if (signal) lockSignals.push(signal);
    return left;
  }

  return {
    lockedUntil(memberId) {
      const until = members.get(memberId)?.lockedUntil ?? null;
      return until && until > now ? until : null;
    },
    countWrong: (memberId) => count(memberId, countWrong),
    countOdd: (memberId) => count(memberId, countOdd),
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
