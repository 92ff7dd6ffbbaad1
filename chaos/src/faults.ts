import { setTimeout as sleep } from 'node:timers/promises';
import { hardFaults, softFaults, type Fault, type FaultTools } from './fault-kinds.ts';

export interface Faults {
  /** How often each was done. */
  counts: Map<string, number>;
  /** Those after which something starts anew. */
  hardCount: () => number;
  stop: () => Promise<void>;
}

/** Breaks things and changes rules, one after the other, until stopped. */
export function startFaults(
  tools: FaultTools,
  options: { everyMs: number; postgresKillEveryMs: number; hardMax: number },
): Faults {
  const { random, servers } = tools;
  const { killServer, killPostgres, cut } = hardFaults(tools);
  const soft = softFaults(tools);
  const counts = new Map<string, number>();
  let postgresKilledAt = 0;
  let hardCount = 0;
  let stopping = false;

  async function work(): Promise<void> {
    while (!stopping) {
      await sleep(random.whole(2 * options.everyMs));
      const { name, happen } = await chooseFault();
      try {
        await happen();
        counts.set(name, (counts.get(name) ?? 0) + 1);
      } catch {
        // The database may be away at this very moment: that is another fault's doing.
      }
    }
  }

  /** Hard ones in turn, and only while every server answers: one must be able to start. */
  async function chooseFault(): Promise<Fault> {
    const isTime = hardCount < options.hardMax && random.percent(40);
    if (!isTime || !(await servers.areReady())) return random.pick(soft);
    const turn = hardCount++ % 3;
    if (turn === 2) return cut;
    if (turn === 0 || Date.now() - postgresKilledAt < options.postgresKillEveryMs) {
      return killServer;
    }
    postgresKilledAt = Date.now();
    return killPostgres;
  }

  const working = work();
  return {
    counts,
    hardCount: () => hardCount,
    stop: async () => {
      stopping = true;
      await working;
    },
  };
}
