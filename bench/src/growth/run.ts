import { randomInt, randomUUID } from 'node:crypto';
import { createDatabase } from '@mashang/server/src/platform/database.ts';
import { median } from '../bench.ts';
import type { BenchContext, BenchResult } from '../bench.ts';
import { startBenchPostgres } from '../claim/bench-postgres.ts';
import { startBenchServer, type BenchServer } from '../claim/bench-server.ts';
import { seedProduct, type Seed } from '../claim/seed.ts';
import { fillLedger } from './fill-ledger.ts';

export const summary =
  'the cost of a claim when 1 k, 1 M and (--full) 50 M codes are claimed already';

const size = { members: 1_000_000, visitors: 1, importedCodes: 1 };
const rounds = 7;
const claimsPerTurn = 12_000;
const callers = 256;

interface Subject {
  claimed: number;
  server: BenchServer;
  takeTexts: (count: number) => string[];
  costs: number[];
}

/**
 * A database for each size on one PostgreSQL, a server on each, taking turns: the same claims by the
 * same members, only the number of claims and entries before differs.
 */
export async function* run({ progress, full }: BenchContext): AsyncGenerator<BenchResult> {
  const sizes = full ? [1_000, 1_000_000, 50_000_000] : [1_000, 1_000_000];
  const postgres = await startBenchPostgres();
  const subjects: Subject[] = [];
  try {
    for (const claimed of sizes) {
      progress(`${claimed} claims before`);
      subjects.push(await makeSubject(postgres, claimed));
    }
    for (const subject of subjects) await turn(subject);
    for (let round = 1; round <= rounds; round += 1) {
      progress(`round ${round} of ${rounds}`);
      for (const subject of subjects) subject.costs.push(await turn(subject));
    }
    const [smallest] = subjects;
    const reference = median(smallest?.costs ?? []);
    for (const { claimed, costs } of subjects) {
      const value = median(costs);
      yield {
        name: `growth/after-${claimed}`,
        value,
        unit: 'µs/claim',
        reference,
        ratio: value / reference,
        target: { of: 'ratio', bound: 'atMost', limit: 1.3 },
      };
    }
  } finally {
    for (const { server } of subjects) await server.close();
    await postgres.stop();
  }
}

async function makeSubject(
  postgres: { url: string; folder: string },
  claimed: number,
): Promise<Subject> {
  const url = await createDatabaseNamed(postgres.url, `after_${claimed}`);
  const server = await startBenchServer({ ...postgres, url });
  const { pool, close } = createDatabase(url, { max: 1, statementTimeoutMilliseconds: 0 });
  let seed: Seed;
  try {
    seed = await seedProduct(pool, server.codeBook, { ...size, appId: server.wechat.appId });
    await fillLedger(pool, {
      ...size,
      claimed,
      productId: seed.productId,
      batchId: seed.ownBatchId,
    });
    await pool.query('vacuum (analyze)');
    await pool.query('checkpoint');
  } finally {
    await close();
  }
  return { claimed, server, takeTexts: createFreshTexts(server, seed), costs: [] };
}

/** Serials from the half of the batch that the ledger was not filled from, from all over it. */
function createFreshTexts(server: BenchServer, seed: Seed): (count: number) => string[] {
  const { codeBook } = server;
  const cipher = codeBook.cipher(codeBook.newestKeyVersion, 16);
  const stride = 7_368_787;
  let taken = 0;
  return (count) =>
    Array.from({ length: count }, () => {
      const place = (taken++ * stride) % seed.ownQuantity;
      return cipher.encode(seed.ownBatchId, 2 * place + 1);
    });
}

/** @returns microseconds a claim, with as many callers as the other benchmarks have */
async function turn({ server, takeTexts }: Subject): Promise<number> {
  const texts = takeTexts(claimsPerTurn);
  let next = 0;
  async function keepScanning(): Promise<void> {
    for (let text = texts[next++]; text !== undefined; text = texts[next++]) {
      const { outcome } = await server.scanDesk.awardPointsForScan({
        ...{ memberId: randomInt(1, size.members + 1), text },
        ...{ scanType: 'qrcode', attemptId: randomUUID() },
        origin: { channel: 'page', address: null, device: null, openId: null },
      });
      if (outcome !== 'awarded') throw new Error(`a fresh code was answered with ${outcome}`);
    }
  }
  const startMs = performance.now();
  await Promise.all(Array.from({ length: callers }, keepScanning));
  return ((performance.now() - startMs) * 1_000) / texts.length;
}

async function createDatabaseNamed(url: string, name: string): Promise<string> {
  const { pool, close } = createDatabase(url, { max: 1 });
  try {
    await pool.query(`create database ${name}`);
  } finally {
    await close();
  }
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.href;
}
