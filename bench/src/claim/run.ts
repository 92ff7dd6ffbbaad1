import { createDatabase } from '@mashang/server/src/platform/database.ts';
import { median } from '../bench.ts';
import type { BenchContext, BenchResult } from '../bench.ts';
import { startBenchPostgres } from './bench-postgres.ts';
import { startBenchServer, type BenchServer } from './bench-server.ts';
import { startHttpLoad } from './http-load.ts';
import { createPgbench, findPgbench } from './pgbench.ts';
import { createReferenceTables } from './reference.ts';
import { seedProduct, type Seed, type SeedSize } from './seed.ts';
import { createSubjects, type ClaimSubject, type Turn } from './subjects.ts';

export const summary = 'scans becoming points: in process, over HTTP, in chat, against pgbench';

const rounds = 5;
const turnSeconds = 2;

/** Everything the product does for a claim, on a PostgreSQL of its own. Targets: database.md §2. */
export async function* run({ progress, full }: BenchContext): AsyncGenerator<BenchResult> {
  const program = findPgbench(progress);
  if (program === null) return;
  const postgres = await startBenchPostgres();
  try {
    const server = await startBenchServer(postgres);
    const load = startHttpLoad();
    try {
      const size: SeedSize = {
        members: 1_000_000,
        visitors: 20_000,
        importedCodes: full ? 10_000_000 : 1_000_000,
      };
      progress(`${size.members} members, ${size.importedCodes} imported codes`);
      const seed = await loadData(postgres.url, server, size);
      const pgbench = createPgbench(program, postgres.url, postgres.folder);
      const subjects = createSubjects({ server, load, pgbench, seed, size, turnSeconds });
      yield* report(await measureInTurns(subjects, progress));
    } finally {
      load.stop();
      await server.close();
    }
  } finally {
    await postgres.stop();
  }
}

async function loadData(url: string, server: BenchServer, size: SeedSize): Promise<Seed> {
  // Loading takes longer than any statement of the product may.
  const { pool, close } = createDatabase(url, { max: 1, statementTimeoutMilliseconds: 0 });
  try {
    const { appId } = server.wechat;
    const seed = await seedProduct(pool, server.codeBook, { ...size, appId });
    await createReferenceTables(pool, size);
    await pool.query('vacuum (analyze)');
    await pool.query('checkpoint');
    return seed;
  } finally {
    await close();
  }
}

type Turns<Name extends string> = Record<Name, Turn>;

/** Medians of each subject; the subjects take turns, so that a noisy machine meets them all alike. */
async function measureInTurns<Name extends string>(
  subjects: Record<Name, ClaimSubject>,
  progress: (text: string) => void,
): Promise<Turns<Name>> {
  const names = Object.keys(subjects) as Name[];
  const claims = new Map<Name, number>();
  progress('warming up');
  for (const name of names) {
    const { warmUpClaims, run } = subjects[name];
    const { perSecond } = await run(warmUpClaims);
    claims.set(name, Math.max(warmUpClaims, Math.round(perSecond * turnSeconds)));
  }
  const turns = new Map<Name, Turn[]>(names.map((name) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    progress(`round ${round} of ${rounds}, ${names.length} subjects taking turns`);
    for (const name of names) {
      turns.get(name)?.push(await subjects[name].run(claims.get(name) ?? 0));
    }
  }
  const medians = names.map((name) => [name, medianTurn(turns.get(name) ?? [])] as const);
  return Object.fromEntries(medians) as Turns<Name>;
}

function medianTurn(turns: Turn[]): Turn {
  return {
    perSecond: median(turns.map((turn) => turn.perSecond)),
    p50Ms: median(turns.map((turn) => turn.p50Ms)),
    p99Ms: median(turns.map((turn) => turn.p99Ms)),
  };
}

function* report(turns: Turns<keyof ReturnType<typeof createSubjects>>): Generator<BenchResult> {
  const rate = (name: string, turn: Turn, reference: Turn, limit: number): BenchResult => ({
    name: `claim/${name}`,
    value: turn.perSecond,
    unit: 'claims/s',
    reference: reference.perSecond,
    ratio: turn.perSecond / reference.perSecond,
    target: { of: 'ratio', bound: 'atLeast', limit },
  });
  const latency = (name: string, valueMs: number, reference: Turn, limit: number): BenchResult => ({
    name: `claim/${name}`,
    value: valueMs,
    unit: 'ms',
    reference: reference.p50Ms,
    ratio: valueMs / reference.p50Ms,
    target: { of: 'value', bound: 'atMost', limit },
  });
  yield rate('in-process', turns.inProcess, turns.pgbench, 5);
  yield rate('imported', turns.imported, turns.pgbenchImported, 5);
  yield rate('http', turns.http, turns.pgbench, 2);
  yield rate('http-vs-unbatched', turns.http, turns.unbatched, 3);
  yield latency('http-p99', turns.http.p99Ms, turns.pgbench, 50);
  yield rate('wechat', turns.wechat, turns.pgbench, 1.2);
  yield latency('single-p50', turns.single.p50Ms, turns.pgbenchSingle, 5);
}
