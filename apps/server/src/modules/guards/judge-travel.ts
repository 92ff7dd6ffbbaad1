import type { GuardLimits, GuardSignal } from './guard-types.ts';
import type { EnteredMember } from './judge-member.ts';
import { kilometresBetween } from './province-capitals.ts';

/** Neighbouring provinces: a phone's network often shows the address of the next capital. */
const kilometresMin = 300;

interface Move {
  from: string;
  to: string;
  kilometres: number;
  minutes: number;
}

/** At most one signal a batch, of the longest way: two provinces, too soon after each other. */
export function judgeTravel(member: EnteredMember, limits: GuardLimits, now: Date): GuardSignal[] {
  if (member.provinceBefore === null && member.provinces.length < 2) return [];
  let longest: Move | undefined;
  for (const move of movesOf(member, now)) {
    const hours = move.minutes / 60;
    const isTooFast = move.kilometres > limits.travelKilometresPerHour * hours;
    if (move.kilometres <= kilometresMin || !isTooFast) continue;
    if (!longest || move.kilometres > longest.kilometres) longest = move;
  }
  if (!longest) return [];
  const { memberId } = member;
  const details = { ...longest, limit: limits.travelKilometresPerHour };
  return [{ kind: 'impossibleTravel', subject: `member:${memberId}`, memberId, details }];
}

/** From where the member was before, and between the scans of the batch, which are of one moment. */
function movesOf(member: EnteredMember, now: Date): Move[] {
  const { provinceBefore, provinceBeforeAt, provinces } = member;
  const places = provinceBefore === null ? provinces : [provinceBefore, ...provinces];
  // Without its sign: a clock set back does not make anybody faster.
  const waitedMs = provinceBeforeAt ? Math.abs(now.getTime() - provinceBeforeAt.getTime()) : 0;
  return places.slice(1).flatMap((to, index) => {
    const from = places[index] as string;
    if (from === to) return [];
    const isFirst = provinceBefore !== null && index === 0;
    const minutes = isFirst ? Math.floor(waitedMs / 60_000) : 0;
    return [{ from, to, kilometres: kilometresBetween(from, to), minutes }];
  });
}
