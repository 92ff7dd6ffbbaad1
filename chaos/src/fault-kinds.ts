import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freezeCodes, thawCodes } from '@mashang/server/src/modules/codes/index.ts';
import type { Database } from '@mashang/server/src/platform/database.ts';
import { Refusal } from '@mashang/server/src/platform/errors.ts';
import { sql } from 'kysely';
import type { DatabaseProxy } from './proxy.ts';
import type { Random } from './random.ts';
import type { Servers } from './servers.ts';
import type { World } from './world.ts';

export interface FaultTools {
  world: World;
  servers: Servers;
  proxy: DatabaseProxy;
  /** A connection of its own, not through the proxy. */
  database: Database;
  clusterDir: string;
  random: Random;
}

export interface Fault {
  name: string;
  happen: () => Promise<void> | void;
}

/** After these something starts anew, which takes seconds. */
export function hardFaults({ servers, proxy, clusterDir, random }: FaultTools) {
  const killServer: Fault = {
    name: 'server killed',
    happen: () => servers.kill(random.whole(servers.ports.length)),
  };
  const killPostgres: Fault = {
    name: 'postgres killed',
    // Of the whole server: every backend dies with it, and it recovers from its log.
    happen: () => {
      const file = path.join(clusterDir, 'postmaster.pid');
      process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL');
    },
  };
  const cut: Fault = { name: 'connections cut', happen: () => void proxy.cutAll() };
  return { killServer, killPostgres, cut };
}

/** Nothing stops, but answers get lost, time passes, and head office changes its mind. */
export function softFaults({ world, proxy, database: { db }, random }: FaultTools): Fault[] {
  async function change(batchId: number, work: typeof freezeCodes): Promise<void> {
    const asked = { batchId, staffId: null, now: new Date() };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await db.transaction().execute((tx) => work(tx, asked));
      } catch (error) {
        // A claim held back by another fault: head office is told to try again, and does.
        const isBusy = error instanceof Refusal && error.code === 'busy';
        if (!isBusy || attempt === 5) throw error;
      }
    }
  }
  async function run(statement: ReturnType<typeof sql>): Promise<void> {
    await statement.execute(db);
  }

  return [
    { name: 'cut after commits', happen: () => proxy.cutAfterCommits(300) },
    {
      name: 'answers held back',
      happen: () => proxy.delayAnswers(600, 50 + random.whole(250)),
    },
    {
      name: 'batch frozen',
      happen: async () => {
        const batchId = random.pick(world.batchIds);
        await change(batchId, freezeCodes);
        await sleep(200 + random.whole(500));
        await change(batchId, thawCodes);
      },
    },
    {
      name: 'product points changed',
      happen: () =>
        run(sql`update product set points_per_code = ${1 + random.whole(30)}
          where product_id = ${random.pick(world.productIds)}`),
    },
    {
      name: 'range points changed',
      happen: () =>
        run(sql`update code_range
          set points_per_code = ${random.percent(50) ? 1 + random.whole(20) : null}
          where batch_id = ${random.pick(world.batchIds)}`),
    },
    {
      name: 'campaign paused or resumed',
      happen: () =>
        run(sql`update campaign set version = version + 1,
            state = case state when 'running' then 'paused' else 'running' end
          where campaign_id = ${random.pick(world.campaignIds)}`),
    },
  ];
}
