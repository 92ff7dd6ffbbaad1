import { randomInt } from 'node:crypto';
import { createDatabase } from '@mashang/server/src/platform/database.ts';
import type { BenchContext, BenchResult } from '../bench.ts';
import { startBenchPostgres } from '../claim/bench-postgres.ts';
import { startBenchServer, type BenchServer } from '../claim/bench-server.ts';
import type { HttpFigures } from '../claim/drive-http.ts';
import { startHttpLoad } from '../claim/http-load.ts';
import { scanRequest } from '../claim/requests.ts';
import { seedProduct, type Seed } from '../claim/seed.ts';
import { countRows, createOwnTexts } from '../claim/subjects.ts';

export const summary =
  'claims that arrive at a given rate: 1,000 a second for a minute, then 5,000';

const size = { members: 1_000_000, visitors: 20_000, importedCodes: 1 };
const sustained = { perSecond: 1_000, connections: 256 };
/** More than a server answers: what cannot be answered must be refused, not forgotten. */
const burst = { perSecond: 5_000, connections: 4_000 };

/**
 * Requests set off when they are due, whether earlier ones are answered or not, and latency counts
 * from then: a server that stalls is seen stalling. The reference is the idle server.
 */
export async function* run({ progress, full }: BenchContext): AsyncGenerator<BenchResult> {
  const postgres = await startBenchPostgres();
  const server = await startBenchServer(postgres);
  const load = startHttpLoad();
  try {
    progress(`${size.members} members`);
    const seed = await loadData(postgres.url, server);
    const takeTexts = createOwnTexts({ server, seed });
    const drive = async (
      claims: number,
      flow: { perSecond?: number; connections: number },
    ): Promise<HttpFigures> => {
      const requests = takeTexts(claims).map((text) =>
        scanRequest({ sessionToken: seed.sessionTokens[randomInt(size.visitors)] ?? '', text }),
      );
      return checkedDrive(server, () =>
        load.drive({ port: server.port, requests, expected: '"outcome":"awarded"', ...flow }),
      );
    };
    progress('warming up');
    await drive(5_000, { connections: 64 });
    const idle = await drive(300, { connections: 1 });
    progress('1,000 a second for a minute');
    const steady = await drive(60_000, sustained);
    const seconds = full ? 60 : 20;
    progress(`5,000 a second for ${seconds} s`);
    const flood = await drive(burst.perSecond * seconds, burst);
    yield* report({ idle, steady, flood, flooded: burst.perSecond * seconds });
  } finally {
    load.stop();
    await server.close();
    await postgres.stop();
  }
}

async function loadData(url: string, server: BenchServer): Promise<Seed> {
  // Loading takes longer than any statement of the product may.
  const { pool, close } = createDatabase(url, { max: 1, statementTimeoutMilliseconds: 0 });
  try {
    const seed = await seedProduct(pool, server.codeBook, { ...size, appId: server.wechat.appId });
    await pool.query('vacuum (analyze)');
    return seed;
  } finally {
    await close();
  }
}

/** Whatever was acknowledged is stored once, with its entry; nothing else is; nothing failed. */
async function checkedDrive(
  server: BenchServer,
  drive: () => Promise<HttpFigures>,
): Promise<HttpFigures> {
  const before = await countRows(server);
  const figures = await drive();
  if (figures.surprise !== null) throw new Error(`an unexpected answer: ${figures.surprise}`);
  const after = await countRows(server);
  const made = { claims: after.claims - before.claims, entries: after.entries - before.entries };
  if (made.claims === figures.acknowledged && made.entries === made.claims) return figures;
  throw new Error(`${figures.acknowledged} were acknowledged, ${JSON.stringify(made)} are stored`);
}

function* report(measured: {
  idle: HttpFigures;
  steady: HttpFigures;
  flood: HttpFigures;
  flooded: number;
}): Generator<BenchResult> {
  const { idle, steady, flood, flooded } = measured;
  const latency = (name: string, valueMs: number, limit: number): BenchResult => ({
    name: `latency/${name}`,
    value: valueMs,
    unit: 'ms',
    reference: idle.p50Ms,
    ratio: valueMs / idle.p50Ms,
    target: { of: 'value', bound: 'atMost', limit },
  });
  yield latency('sustained-p50', steady.p50Ms, 30);
  yield latency('sustained-p99', steady.p99Ms, 200);
  // The rate that was asked for is the reference; how much was answered is the machine's.
  yield {
    name: 'latency/burst-acknowledged',
    value: flood.acknowledged / flood.seconds,
    unit: 'claims/s',
    reference: burst.perSecond,
    ratio: flood.acknowledged / flooded,
    target: { of: 'value', bound: 'atLeast', limit: sustained.perSecond },
  };
  yield {
    name: 'latency/burst-answered',
    value: flood.acknowledged + flood.busy,
    unit: 'scans',
    reference: flooded,
    ratio: (flood.acknowledged + flood.busy) / flooded,
    target: { of: 'ratio', bound: 'atLeast', limit: 1 },
  };
}
