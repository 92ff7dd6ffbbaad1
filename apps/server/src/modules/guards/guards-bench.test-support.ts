import { afterAll, beforeAll, beforeEach } from 'vitest';
import { freshDatabase, openAllConnections } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import type { TestClock } from '../../../test/test-clock.ts';
import { settingsDefault } from '../settings/index.ts';
import { createGuardBook, enterGuard, raiseAlarms } from './index.ts';
import type { GuardBook, GuardLimits, GuardSignal, MemberGuard, Visit } from './index.ts';

export interface GuardsBench {
  database: TestDatabase;
  clock: TestClock;
  limits: GuardLimits;
  guardBook: GuardBook;
  /** A batch of the claim path: everybody enters, `judge` runs, what changed is saved. */
  batch<Answer>(
    visits: (Partial<Visit> & { memberId: number })[],
    judge: (guard: MemberGuard) => Answer,
  ): Promise<{ answer: Answer; signals: GuardSignal[] }>;
  raise(signals: GuardSignal[]): Promise<void>;
  /** The member's row as it stands. */
  rowOf(memberId: number): Promise<Record<string, unknown>>;
}

/** Noon in Beijing. */
export const noon = new Date('2026-11-23T04:00:00.000Z');

/** The guards on a database of the file's own, with the house's limits. */
export function useGuardsBench(): GuardsBench {
  const clock = createTestClock(noon);
  const bench: GuardsBench = {
    database: undefined as unknown as TestDatabase,
    clock,
    limits: { ...settingsDefault.guards },
    guardBook: undefined as unknown as GuardBook,
    async batch(visits, judge) {
      const snapshot = await bench.guardBook.read();
      const now = clock.now();
      const complete = visits.map((visit): Visit => ({ ...someVisit, ...visit }));
      return bench.database.db.transaction().execute(async (tx) => {
        const guard = await enterGuard(tx, snapshot, complete, now);
        const answer = judge(guard);
        await guard.save(tx);
        return { answer, signals: guard.signals() };
      });
    },
    raise: (signals) =>
      bench.database.db.transaction().execute((tx) => raiseAlarms(tx, signals, clock.now())),
    async rowOf(memberId) {
      const row = await bench.database.db
        .selectFrom('guardMember')
        .selectAll()
        .where('memberId', '=', memberId)
        .executeTakeFirstOrThrow();
      return { ...row };
    },
  };
  beforeAll(async () => {
    bench.database = await freshDatabase();
    const readLimits = async () => bench.limits;
    bench.guardBook = createGuardBook({ db: bench.database.db, clock, readLimits });
  });
  afterAll(() => bench.database.close());
  beforeEach(async () => {
    clock.set(noon);
    bench.limits = { ...settingsDefault.guards };
    await bench.database.pool.query(
      'truncate guard_member, guard_subject, blacklist, guard_allowance, alarm restart identity',
    );
    bench.guardBook.forget();
    await openAllConnections(bench.database);
  });
  return bench;
}

const someVisit = { kind: 'consumer' as const, province: null, expectedClaims: 0 };

/** Takes and confirms one code, as a scan that wins does. */
export function win(guard: MemberGuard, memberId: number) {
  const taken = guard.takeClaim(memberId);
  return taken.outcome === 'ok' ? guard.confirmClaim(memberId) : taken;
}
