import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';
import { publicUrl } from './servers.ts';
import type { Told } from './told.ts';
import type { World } from './world.ts';

export interface Clients {
  /** Resolves when all scans were sent and answered, or given up. */
  done: Promise<void>;
  sent: () => number;
  /** Answers that said "later" (503), and requests that were cut off. */
  busy: () => number;
  broken: () => number;
}

interface Attempt {
  attemptId: string;
  member: number;
  code: number;
}

const answerWithinMs = 20_000;
const triesMax = 120;
const pauseMs = { first: 20, max: 1_000 };

/** People who scan: new codes, codes others scan at this moment, the same one twice, again and again. */
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
  let sent = 0;
  let busy = 0;
  let broken = 0;
  let nextCode = 0;

  async function client(): Promise<void> {
    while (sent < options.scans || options.goOn()) {
      await Promise.all(plan().map(insist));
      if (sent >= options.scans) await sleep(pauseMs.max);
    }
  }

  /** One to three scans that set off at the same moment. */
  function plan(): Attempt[] {
    const member = pickMember();
    const fresh = { attemptId: randomUUID(), member, code: nextCode };
    if (nextCode < world.codes && random.percent(45)) {
      nextCode += 1;
      // Some are scanned by two phones at once, some sent twice by one.
      if (random.percent(8)) {
        return [fresh, { attemptId: randomUUID(), member: pickMember(), code: fresh.code }];
      }
      return random.percent(8) ? [fresh, { ...fresh }] : [fresh];
    }
    const earlier = random.percent(60) ? told.someWinner(random.whole) : undefined;
    if (earlier) {
      const code = codeNumbers.get(earlier.codeId);
      const owner = world.memberIds.indexOf(earlier.memberId);
      // A retry of a won attempt, or its owner once more, must hear of the same points.
      if (code !== undefined && random.percent(50)) {
        const attemptId = random.percent(60) ? earlier.attemptId : randomUUID();
        return [{ attemptId, member: owner, code }];
      }
      if (code !== undefined) return [{ attemptId: randomUUID(), member, code }];
    }
    const code = random.whole(Math.max(1, nextCode));
    const several = 1 + random.whole(3);
    return Array.from({ length: several }, () => ({
      attemptId: randomUUID(),
      member: pickMember(),
      code,
    }));
  }

  const codeNumbers = new Map<number, number>();

  /** A tenth of the scans come from a hundred members: their accounts are fought over. */
  function pickMember(): number {
    const { length } = world.memberIds;
    return random.percent(10) ? random.whole(Math.min(100, length)) : random.whole(length);
  }

  /** Asks with the same attempt until there is an answer, each time whichever server comes next. */
  async function insist({ attemptId, member, code }: Attempt): Promise<void> {
    sent += 1;
    const { text, codeId } = world.code(code);
    codeNumbers.set(codeId, code);
    const memberId = world.memberIds[member] ?? 0;
    told.asked({ attemptId, memberId, codeId });
    const body = JSON.stringify({ text, scanType: 'qrcode', attemptId });
    let waitMs = pauseMs.first;
    for (let tries = 0; tries < triesMax; tries += 1) {
      const answer = await ask(member, body);
      if (answer) {
        told.answered({ attemptId, memberId, codeId, ...answer });
        return;
      }
      await sleep(waitMs + random.whole(20));
      waitMs = Math.min(pauseMs.max, waitMs * 2);
    }
    told.gaveUp();
  }

  function ask(member: number, body: string): Promise<ScanAnswer | undefined> {
    return new Promise((resolve) => {
      const sending = request(
        {
          agent,
          host: '127.0.0.1',
          port: random.pick(ports),
          method: 'POST',
          path: '/api/scans',
          timeout: answerWithinMs,
          headers: {
            host: new URL(publicUrl).host,
            origin: publicUrl,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            cookie: `mashang_member=${world.sessionTokens[member] ?? ''}`,
            // Addresses for benchmarks, RFC 2544.
            'x-forwarded-for': `198.18.${member % 200}.${(member >> 8) % 200}`,
          },
        },
        (reply) => {
          const chunks: Buffer[] = [];
          reply.on('data', (chunk: Buffer) => chunks.push(chunk));
          reply.on('error', fail);
          reply.on('end', () => {
            if (reply.statusCode === 200) return resolve(readAnswer(Buffer.concat(chunks)));
            if (reply.statusCode === 503) busy += 1;
            else broken += 1;
            resolve(undefined);
          });
        },
      );
      function fail(): void {
        broken += 1;
        resolve(undefined);
      }
      sending.on('error', fail);
      sending.on('timeout', () => sending.destroy(new Error('no answer')));
      sending.end(body);
    });
  }

  const done = Promise.all(Array.from({ length: options.clients }, client)).then(() =>
    agent.destroy(),
  );
  return { done, sent: () => sent, busy: () => busy, broken: () => broken };
}

interface ScanAnswer {
  outcome: string;
  points: number | null;
  balance: number | null;
  claimedAt: string | null;
}

function readAnswer(bytes: Buffer): ScanAnswer {
  const answer = JSON.parse(bytes.toString('utf8')) as Partial<ScanAnswer> & { outcome: string };
  const { outcome, points = null, balance = null, claimedAt = null } = answer;
  return { outcome, points, balance, claimedAt };
}
