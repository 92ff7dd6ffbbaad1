import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { askServer } from './ask-server.ts';
import { createPlanner, type Attempt } from './plan-scans.ts';
import type { Random } from './random.ts';
import type { Told } from './told.ts';
import type { World } from './world.ts';

export interface Clients {
  /** Resolves when all scans were sent and answered, or given up. */
  done: Promise<void>;
  sent: () => number;
  /** Answers that said "later" (503). */
  busy: () => number;
  /** Requests that were cut off, or answered in another way. */
  broken: () => number;
}

const triesMax = 120;
const pauseMs = { first: 20, max: 1_000 };

/** People who scan, and ask again with the same attempt until they are answered. */
export function startClients(options: {
  world: World;
  ports: number[];
  told: Told;
  random: Random;
  scans: number;
  clients: number;
  /** Whether scans are wanted beyond that number, at a slower pace. */
  goOn: () => boolean;
}): Clients {
  const { world, ports, told, random } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: options.clients * 2 });
  const plan = createPlanner(world, told, random);
  const counts = { sent: 0, busy: 0, broken: 0 };

  async function client(): Promise<void> {
    while (counts.sent < options.scans || options.goOn()) {
      await Promise.all(plan().map(insist));
      if (counts.sent >= options.scans) await sleep(pauseMs.max);
    }
  }

  /** Each time whichever server comes next. */
  async function insist({ attemptId, member, code }: Attempt): Promise<void> {
    counts.sent += 1;
    const { text, codeId } = world.code(code);
    const memberId = world.memberIds[member] ?? 0;
    told.asked({ attemptId, memberId, codeId });
    const body = JSON.stringify({ text, scanType: 'qrcode', attemptId });
    // Addresses for benchmarks, RFC 2544.
    const address = `198.18.${member % 200}.${(member >> 8) % 200}`;
    const sessionToken = world.sessionTokens[member] ?? '';
    let waitMs = pauseMs.first;
    for (let tries = 0; tries < triesMax; tries += 1) {
      const port = random.pick(ports);
      const answer = await askServer({ agent, port, sessionToken, address, body });
      if (typeof answer === 'object') {
        told.answered({ attemptId, memberId, codeId, ...answer });
        return;
      }
      counts[answer] += 1;
      await sleep(waitMs + random.whole(20));
      waitMs = Math.min(pauseMs.max, waitMs * 2);
    }
    told.gaveUp();
  }

  const done = Promise.all(Array.from({ length: options.clients }, client)).then(() =>
    agent.destroy(),
  );
  return {
    done,
    sent: () => counts.sent,
    busy: () => counts.busy,
    broken: () => counts.broken,
  };
}
