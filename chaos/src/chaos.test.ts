import { auditSnapshot } from '@mashang/server/src/audit/run-audit.ts';
import type { Database } from '@mashang/server/src/platform/database.ts';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { runChaos, type ChaosReport } from './run-chaos.ts';
import { sabotages } from './sabotage.ts';
import type { Told } from './told.ts';
import { verifyTold } from './verify-told.ts';

let report: ChaosReport;
/** Names of the checks that saw the sabotage of each name. */
const seen = new Map<string, string[]>();
const falsified = new Map<string, string[]>();

beforeAll(async () => {
  report = await runChaos({
    scans: 600,
    codes: 250,
    members: 40,
    servers: 2,
    clients: 24,
    seed: 20_261_123,
    faultEveryMs: 250,
    postgresKillEveryMs: 2_000,
    hardFaults: { min: 3, max: 3 },
    examine: async (database, told) => {
      for (const [name, statement] of Object.entries(sabotages)) {
        seen.set(name, await auditAfter(database, statement));
      }
      for (const [name, falsify] of Object.entries(falsifications)) {
        const copy = copyOf(told);
        falsify(copy);
        falsified.set(name, violatedOf(await verifyTold(database.db, copy)));
      }
    },
  });
}, 240_000);

/** What the audit finds after a change that is rolled back. */
async function auditAfter({ db }: Database, statement: string): Promise<string[]> {
  let violated: string[] = [];
  await db
    .transaction()
    .execute(async (tx) => {
      // As a broken program would have left it: neither triggers nor foreign keys are asked.
      await sql`set local session_replication_role = replica`.execute(tx);
      await sql.raw(statement).execute(tx);
      violated = violatedOf((await auditSnapshot(tx)).checks);
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  return violated;
}

function copyOf(told: Told): Told {
  return {
    ...told,
    winners: new Map([...told.winners].map(([attemptId, answer]) => [attemptId, { ...answer }])),
    losers: told.losers.map((answer) => ({ ...answer })),
    attemptsByCode: new Map(told.attemptsByCode),
    contradictions: [...told.contradictions],
  };
}

class RolledBack extends Error {}

function violatedOf(checks: { name: string; violations: number }[]): string[] {
  return checks.filter(({ violations }) => violations > 0).map(({ name }) => name);
}

const falsifications: Record<string, (told: Told) => void> = {
  acknowledged: (told) => {
    const [winner] = told.winners.values();
    if (winner) winner.points = (winner.points ?? 0) + 1;
  },
  'told-once': (told) => {
    const [winner] = told.winners.values();
    if (winner) told.winners.set('another', { ...winner, attemptId: 'another' });
  },
  'told-the-same': (told) => void told.contradictions.push('awarded, then refused'),
  'balance-told': (told) => {
    const [winner] = told.winners.values();
    if (winner) winner.balance = 987_654_321;
  },
  'losers-told': (told) => {
    const [loser] = told.losers;
    if (loser) loser.claimedAt = new Date(0).toISOString();
  },
  'asked-for': (told) => {
    const [winner] = told.winners.values();
    if (winner) told.attemptsByCode.delete(winner.codeId);
  },
};

describe('B2: under kills, cuts, held-back commits and changing rules', () => {
  test('every promise is kept', () => {
    expect(report.checks.filter(({ violations }) => violations > 0)).toEqual([]);
    expect(report.counts['claims']).toBeGreaterThan(50);
    expect(report.counts['told awarded']).toBeGreaterThan(50);
    expect(report.counts['attempts given up']).toBe(0);
  });

  test('the storm was one: servers and PostgreSQL were killed, codes were fought over', () => {
    expect(report.counts['postgres killed']).toBeGreaterThanOrEqual(1);
    expect(report.counts['server killed']).toBeGreaterThanOrEqual(1);
    expect(report.counts['told claimedByAnother']).toBeGreaterThan(10);
    expect(report.counts['told alreadyYours']).toBeGreaterThan(1);
  });
});

describe('B2: the harness sees what is broken', () => {
  test('there is a sabotage or a falsified promise for every check', () => {
    const names = [...Object.keys(sabotages), ...Object.keys(falsifications)];
    expect(report.checks.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  test.each(Object.keys(sabotages))('the audit sees broken data: %s', (name) => {
    expect(seen.get(name)).toContain(name);
  });

  test.each(Object.keys(falsifications))('a broken promise is seen: %s', (name) => {
    expect(falsified.get(name)).toContain(name);
  });
});
