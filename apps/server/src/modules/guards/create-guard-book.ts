import type { MemberKind } from '@mashang/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { readGuardRows } from './guard-rows.ts';
import type { GuardRows } from './guard-rows.ts';
import type { GuardLimits, ScanOrigin, SubjectKind } from './guard-types.ts';
import { createNetworkTable } from './network-table.ts';
import { subjectsOf } from './subjects-of.ts';

/** Who may scan, and how much, as the database had it at most a second ago. */
export interface GuardSnapshot {
  limits: GuardLimits;
  /** Null: not on the blacklist. `until` null: until somebody lifts it. */
  blockOf(who: {
    memberId: number | null;
    openId: string | null;
    address: string | null;
  }): { until: Date | null } | null;
  /** The end of a lock of the openid, the address or the device; the latest of them. */
  subjectLockOf(who: ScanOrigin, now: Date): Date | null;
  /** Codes the member may earn in a Beijing day: their allowance, else the limit of their kind. */
  dailyClaimsMaxOf(memberId: number, kind: MemberKind): number;
  /** Head office has given the member a limit of their own. */
  hasAllowance(memberId: number): boolean;
  /** A lock this process has just made: known to all its snapshots at once. */
  learnLock(kind: SubjectKind, subject: string, until: Date): void;
}

export interface GuardBook {
  /** At most a second old. Take it before the transaction. */
  read(): Promise<GuardSnapshot>;
  /** The next reading asks the database: called after head office changed something here. */
  forget(): void;
}

const ageMaxMs = 1_000;
/** By then every snapshot has read it from the database, or the transaction was rolled back. */
const learnedForMs = 2 * ageMaxMs;

type LearnedLocks = Map<string, { until: Date; learnedAt: number }>;

/** Made once by the composition root. Readers that come while it is being read wait for that one. */
export function createGuardBook(options: {
  db: Db;
  clock: Clock;
  readLimits: (reader?: Db) => Promise<GuardLimits>;
}): GuardBook {
  const { db, clock, readLimits } = options;
  const learned: LearnedLocks = new Map();
  let current: { takenAtMs: number; snapshot: Promise<GuardSnapshot> } | undefined;

  async function readSnapshot(now: Date): Promise<GuardSnapshot> {
    const limits = await readLimits();
    return createSnapshot(limits, await readGuardRows(db, now), learned);
  }

  function take(): Promise<GuardSnapshot> {
    const now = clock.now();
    const taken = { takenAtMs: now.getTime(), snapshot: readSnapshot(now) };
    current = taken;
    taken.snapshot.catch(() => {
      if (current === taken) current = undefined;
    });
    return taken.snapshot;
  }

  return {
    read() {
      // The age is taken without its sign: a clock set back must not keep an old list for hours.
      const isYoung = current && Math.abs(clock.now().getTime() - current.takenAtMs) <= ageMaxMs;
      return isYoung && current ? current.snapshot : take();
    },
    forget() {
      current = undefined;
      learned.clear();
    },
  };
}

function createSnapshot(
  limits: GuardLimits,
  rows: GuardRows,
  learned: LearnedLocks,
): GuardSnapshot {
  const { blockedMembers, blockedOpenIds, locks, allowances } = rows;
  const networks = createNetworkTable(rows.blockedNetworks);

  return {
    limits,
    blockOf({ memberId, openId, address }) {
      const ends = [
        memberId === null ? undefined : blockedMembers.get(memberId),
        openId === null ? undefined : blockedOpenIds.get(openId),
        ...networks.find(address),
      ].filter((end) => end !== undefined);
      return ends.length === 0 ? null : { until: latestOf(ends) };
    },
    subjectLockOf(who, now) {
      let latest: Date | null = null;
      for (const { kind, subject } of subjectsOf(who)) {
        const key = `${kind}:${subject}`;
        for (const until of [locks.get(key), readLearned(learned, key)]) {
          if (until && until > now && (latest === null || until > latest)) latest = until;
        }
      }
      return latest;
    },
    dailyClaimsMaxOf(memberId, kind) {
      const byKind = kind === 'chef' ? limits.chefDailyClaimsMax : limits.consumerDailyClaimsMax;
      return allowances.get(memberId) ?? byKind;
    },
    hasAllowance: (memberId) => allowances.has(memberId),
    learnLock(kind, subject, until) {
      learned.set(`${kind}:${subject}`, { until, learnedAt: performance.now() });
    },
  };
}

/** Null, "until somebody lifts it", is later than any moment. */
function latestOf(ends: (Date | null)[]): Date | null {
  if (ends.includes(null)) return null;
  return new Date(Math.max(...ends.map((end) => (end as Date).getTime())));
}

function readLearned(learned: LearnedLocks, key: string): Date | undefined {
  const lock = learned.get(key);
  if (!lock) return undefined;
  if (performance.now() - lock.learnedAt <= learnedForMs) return lock.until;
  learned.delete(key);
  return undefined;
}
