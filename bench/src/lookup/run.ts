import { createDatabase } from '@mashang/server/src/platform/database.ts';
import { systemClock } from '@mashang/server/src/platform/clock.ts';
import { readScannedTexts, resolveCodes } from '@mashang/server/src/modules/codes/index.ts';
import { randomInt, randomUUID } from 'node:crypto';
import { median } from '../bench.ts';
import type { BenchContext, BenchResult } from '../bench.ts';
import { startBenchPostgres } from '../claim/bench-postgres.ts';
import { startBenchServer } from '../claim/bench-server.ts';
import type { BenchServer } from '../claim/bench-server.ts';
import { createPgbench, findPgbench } from '../claim/pgbench.ts';
import type { Pgbench } from '../claim/pgbench.ts';
import { importedText, seedProduct } from '../claim/seed.ts';
import { addStrangers } from './add-strangers.ts';

export const summary = 'finding imported codes among a million (--full: 100 million), and claiming';

const members = 100_000;
const callers = 256;
const rounds = 5;
const turnSeconds = 2;
const textsPerBatch = 500;
const batchesAtOnce = 2;
/** Codes that are known by their texts, in the middle of all the others. */
const claimable = 400_000;

interface Place {
  server: BenchServer;
  pgbench: Pgbench;
  taken: number;
}

/** Two databases on one PostgreSQL: one with few imported codes, one with many. */
export async function* run({ progress, full }: BenchContext): AsyncGenerator<BenchResult> {
  const program = findPgbench(progress);
  if (program === null) return;
  const codes = full ? 100_000_000 : 1_000_000;
  const postgres = await startBenchPostgres();
  const servers: BenchServer[] = [];
  try {
    const open = async (name: string, strangers: number): Promise<Place> => {
      progress(`${claimable + strangers} imported codes`);
      const url = await createDatabaseNamed(postgres.url, name);
      const server = await startBenchServer({ ...postgres, url });
      servers.push(server);
      await seed(url, server, strangers);
      return { server, pgbench: createPgbench(program, url, postgres.folder), taken: 0 };
    };
    const few = await open('few', 0);
    const many = await open('many', codes - claimable);
    yield* report(await measure(few, many, progress), codes);
  } finally {
    for (const server of servers) await server.close();
    await postgres.stop();
  }
}

async function measure(few: Place, many: Place, progress: (text: string) => void) {
  const subjects = {
    lookUps: () => lookUp(many),
    selects: () => select(many),
    claimsAmongMany: () => claim(many),
    claimsAmongFew: () => claim(few),
  };
  const names = Object.keys(subjects) as (keyof typeof subjects)[];
  const rates = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    progress(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
    for (const name of names) {
      const rate = await subjects[name]();
      if (round > 0) rates.get(name)?.push(rate);
    }
  }
  const medianOf = (name: keyof typeof subjects) => median(rates.get(name) ?? []);
  return {
    lookUps: medianOf('lookUps'),
    selects: medianOf('selects'),
    claimsAmongMany: medianOf('claimsAmongMany'),
    claimsAmongFew: medianOf('claimsAmongFew'),
  };
}

function* report(
  rates: Awaited<ReturnType<typeof measure>>,
  codes: number,
): Generator<BenchResult> {
  const result = (name: string, unit: string, value: number, reference: number, limit: number) => ({
    name: `lookup/${name}`,
    ...{ value, unit, reference, ratio: value / reference },
    target: { of: 'ratio', bound: 'atLeast', limit } as const,
  });
  yield result(`among-${codes}`, 'codes/s', rates.lookUps, rates.selects, 1);
  const { claimsAmongMany, claimsAmongFew } = rates;
  yield result(`claims-among-${codes}`, 'claims/s', claimsAmongMany, claimsAmongFew, 0.75);
}

async function seed(url: string, server: BenchServer, strangers: number): Promise<void> {
  const { pool, close } = createDatabase(url, { max: 1, statementTimeoutMilliseconds: 0 });
  try {
    await addStrangers(pool, strangers);
    const { appId } = server.wechat;
    await seedProduct(pool, server.codeBook, {
      ...{ members, visitors: 1, importedCodes: claimable, appId },
    });
    await pool.query('vacuum (analyze)');
    await pool.query('checkpoint');
  } finally {
    await close();
  }
}

/** The statement of a claim's look-up, with as many texts and as often at once as the desk sends. */
async function lookUp({ server }: Place): Promise<number> {
  const { db } = server.database;
  const untilMs = performance.now() + turnSeconds * 1_000;
  let found = 0;
  async function keepLooking(): Promise<void> {
    while (performance.now() < untilMs) {
      const texts = Array.from({ length: textsPerBatch }, () => ({
        text: importedText(randomInt(claimable)),
      }));
      const scanned = readScannedTexts(server.codeBook, texts);
      const resolved = await resolveCodes(db, scanned, systemClock.now());
      if (resolved.includes(null)) throw new Error('an imported code was not found');
      found += resolved.length;
    }
  }
  const startMs = performance.now();
  await Promise.all(Array.from({ length: batchesAtOnce }, keepLooking));
  return found / ((performance.now() - startMs) / 1_000);
}

/**
 * One row of the same table by its key, prepared; see add-strangers.ts. Two servers leave no more
 * connections than 32.
 */
async function select({ pgbench }: Place): Promise<number> {
  const script = `\\set number random(0, ${claimable - 1})
select batch_id, serial from imported_code where code_hash = md5(:number::text)::uuid;
`;
  const figures = await pgbench({ script, clients: 32, seconds: turnSeconds });
  return figures.transactionsPerSecond;
}

/** 256 callers with imported codes nobody claimed before. */
async function claim(place: Place): Promise<number> {
  // Coprime to every power of ten.
  const stride = 7_368_787;
  const untilMs = performance.now() + turnSeconds * 1_000;
  let claims = 0;
  async function keepScanning(): Promise<void> {
    while (performance.now() < untilMs) {
      if (place.taken >= claimable) throw new Error('the imported codes are used up');
      const { outcome } = await place.server.scanDesk.awardPointsForScan({
        memberId: randomInt(1, members + 1),
        text: importedText((place.taken++ * stride) % claimable),
        ...{ scanType: 'qrcode', attemptId: randomUUID() },
        origin: { channel: 'page', address: null, device: null, openId: null },
      });
      if (outcome !== 'awarded') throw new Error(`a fresh code was answered with ${outcome}`);
      claims += 1;
    }
  }
  const startMs = performance.now();
  await Promise.all(Array.from({ length: callers }, keepScanning));
  return claims / ((performance.now() - startMs) / 1_000);
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
