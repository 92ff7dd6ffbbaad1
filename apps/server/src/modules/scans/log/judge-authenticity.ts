import type { Authenticity, BatchState } from '@mashang/contract';
import type { ScannedCode } from './read-authenticity.ts';

/** Who is asking: a member, a browser, both, or nobody known. */
export interface Person {
  memberId: number | null;
  /** Start of the hash of the browser's mark. */
  device: string | null;
}

/** What is known of a code beside its points, this scan among it; words come later. */
export interface CodeKnowledge {
  verdict: Authenticity['verdict'];
  batchId: number;
  /** Only an activated code may be called genuine: others should not be on sale. */
  isActivated: boolean;
  /** Null: never scanned before. */
  firstScannedAt: Date | null;
  /** GB/T 2260; null when not known. */
  firstProvince: string | null;
  scans: number;
  people: number;
  provinces: number;
}

export interface JudgedScan {
  batchId: number;
  state: BatchState;
  /** As `readAuthenticity` found it; null: in no line of the log. */
  scanned: ScannedCode | null;
  /**
   * The claim that stood before this scan. Null when there was none: also for the scan that wins it,
   * and for a retry of that one with the same attempt.
   */
  claim: { memberId: number; claimedAt: Date; province: string | null } | null;
  person: Person;
  /** Province of this scan; null when not known. */
  province: string | null;
  limits: { suspiciousPeople: number; suspiciousProvinces: number };
}

/** Is the code in one pair of hands, in several, or in too many? Asks nobody: a pure function. */
export function judgeAuthenticity(scan: JudgedScan): CodeKnowledge {
  const { batchId, scanned, claim } = scan;
  const first = firstOf(scan);
  const people = countPeople(scan);
  const provinces = countProvinces(scan);
  const known = {
    batchId,
    isActivated: scan.state === 'activated',
    firstScannedAt: first?.at ?? null,
    firstProvince: first?.province ?? null,
    scans: (scanned?.scans ?? 0) + (claim ? 1 : 0) + 1,
    people,
    provinces,
  };
  if (first === null) return { verdict: 'first', ...known };
  if (isOnlyMe(scan)) return { verdict: 'again', ...known };
  return { verdict: isTooMany(scan, people, provinces) ? 'many' : 'others', ...known };
}

/** The earlier of the claim and the first line of the log. */
function firstOf({ scanned, claim }: JudgedScan): { at: Date; province: string | null } | null {
  const inLog = scanned && { at: scanned.firstScannedAt, province: scanned.firstProvince };
  const inClaim = claim && { at: claim.claimedAt, province: claim.province };
  if (!inLog || !inClaim) return inLog ?? inClaim;
  return inClaim.at <= inLog.at ? inClaim : inLog;
}

function isMine({ person }: JudgedScan, onlyPerson: string | null): boolean {
  const { memberId, device } = person;
  if (memberId !== null && onlyPerson === `member:${memberId}`) return true;
  return device !== null && onlyPerson === `device:${device}`;
}

function isOnlyMe(scan: JudgedScan): boolean {
  const { scanned, claim, person } = scan;
  const logIsMine = scanned === null || isMine(scan, scanned.onlyPerson);
  return logIsMine && (claim === null || claim.memberId === person.memberId);
}

/** The sums hold the claim's member from the first line after the claim on. */
function countPeople(scan: JudgedScan): number {
  const { scanned, claim, person } = scan;
  if (isOnlyMe(scan)) return 1;
  const onlyPerson = scanned?.onlyPerson ?? null;
  const claimIsMine = claim !== null && claim.memberId === person.memberId;
  const claimIsCounted =
    claim === null ||
    (scanned !== null &&
      (claim.claimedAt <= scanned.lastScannedAt ||
        onlyPerson === `member:${claim.memberId}` ||
        (claimIsMine && isMine(scan, onlyPerson))));
  const personIsCounted =
    claimIsMine || (scanned !== null && (scanned.isKnownPerson || isMine(scan, onlyPerson)));
  const counted = (scanned?.people ?? 0) + (claimIsCounted ? 0 : 1) + (personIsCounted ? 0 : 1);
  // The others may have been there more than thirty days ago.
  return Math.max(2, counted);
}

function countProvinces({ scanned, claim, province }: JudgedScan): number {
  const all = new Set(scanned?.provinces ?? []);
  for (const one of [claim?.province, province]) if (one) all.add(one);
  return all.size;
}

/** What head office has looked at and found in order is quiet until it spreads further. */
function isTooMany({ scanned, limits }: JudgedScan, people: number, provinces: number): boolean {
  const cleared = scanned?.cleared;
  if (cleared && people <= cleared.people && provinces <= cleared.provinces) return false;
  return people >= limits.suspiciousPeople || provinces >= limits.suspiciousProvinces;
}
