import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { changeBatchState } from '@mashang/server/src/modules/codes/index.ts';
import type { Database } from '@mashang/server/src/platform/database.ts';
import { sql } from 'kysely';
import type { DatabaseProxy } from './proxy.ts';
import type { Random } from './random.ts';
import type { Servers } from './servers.ts';
import type { World } from './world.ts';

export interface Faults {
  /** How often each was done. */
  counts: Map<string, number>;
  /** Those after which something starts anew. */
  hardFaults: () => number;
  /** Ends them, and puts right what may still be frozen. */
  stop: () => Promise<void>;
}

/** Breaks things and changes rules, one after the other, until stopped. */
export function startFaults(options: {
  world: World;
  servers: Servers;
  proxy: DatabaseProxy;
  /** A connection of its own, not through the proxy. */
  database: Database;
  clusterDir: string;
  random: Random;
  everyMs: number;
  postgresKillEveryMs: number;
  hardFaultsMax: number;
}): Faults {
  const { world, servers, proxy, random } = options;
  const { db } = options.database;
  const counts = new Map<string, number>();
  let stopping = false;
  let postgresKilledAt = 0;
  let hardFaults = 0;

  /** After these a server starts anew, which takes seconds: not before all have come back. */
  const hard: Record<string, () => void> = {
    'server killed': () => servers.kill(random.whole(servers.ports.length)),
    'connections cut': () => void proxy.cutAll(),
  };
  const soft: Record<string, () => Promise<void> | void> = {
    'cut after commits': () => proxy.cutAfterCommits(300),
    'answers held back': () => proxy.delayAnswers(600, 50 + random.whole(250)),
    'batch frozen': async () => {
      const batchId = random.pick(world.batchIds);
      await change(batchId, 'freeze');
      await sleep(200 + random.whole(500));
      await change(batchId, 'thaw');
    },
    'product points changed': () =>
      run(sql`update product set points_per_code = ${1 + random.whole(30)}
        where product_id = ${random.pick(world.productIds)}`),
    'range points changed': () =>
      run(sql`update code_range set points_per_code = ${random.percent(50) ? 1 + random.whole(20) : null}
        where batch_id = ${random.pick(world.batchIds)}`),
    'campaign paused or resumed': () =>
      run(sql`update campaign set version = version + 1,
          state = case state when 'running' then 'paused' else 'running' end
        where campaign_id = ${random.pick(world.campaignIds)}`),
  };

  /** Of the whole server: every backend dies with it, and it recovers from its log. */
  function killPostgres(): void {
    postgresKilledAt = Date.now();
    const file = path.join(options.clusterDir, 'postmaster.pid');
    process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL');
  }

  async function change(batchId: number, action: 'freeze' | 'thaw'): Promise<void> {
    await db
      .transaction()
      .execute((tx) => changeBatchState(tx, { batchId, action, now: new Date() }));
  }

  async function run(statement: ReturnType<typeof sql>): Promise<void> {
    await statement.execute(db);
  }

  async function work(): Promise<void> {
    while (!stopping) {
      await sleep(random.whole(2 * options.everyMs));
      const [name, fault] = await chooseFault();
      try {
        await fault();
        counts.set(name, (counts.get(name) ?? 0) + 1);
      } catch {
        // The database may be away at this very moment: that is another fault's doing.
      }
    }
  }

  async function chooseFault(): Promise<[string, () => Promise<void> | void]> {
    if (random.percent(40) && (await servers.areReady())) {
      const isPostgresDue = Date.now() - postgresKilledAt > options.postgresKillEveryMs;
      return isPostgresDue ? ['postgres killed', killPostgres] : random.pick(Object.entries(hard));
    }
    return random.pick(Object.entries(soft));
  }

  const working = work();
  return {
    counts,
    hardFaults: () => hardFaults,
    stop: async () => {
      stopping = true;
      await working;
    },
  };
}
