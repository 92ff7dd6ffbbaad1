import { randomInt } from 'node:crypto';
import { createDatabase } from '@mashang/server/src/platform/database.ts';
import { median } from '../bench.ts';
import { startBenchPostgres } from '../claim/bench-postgres.ts';
import { startBenchServer, type BenchServer } from '../claim/bench-server.ts';
import type { HttpFigures } from '../claim/drive-http.ts';
import { startHttpLoad } from '../claim/http-load.ts';
import { scanRequest } from '../claim/requests.ts';
import { seedProduct, type Seed } from '../claim/seed.ts';
import { createOwnTexts } from '../claim/subjects.ts';
import type { PrintServer } from './print-server.ts';

export interface BesideClaims {
  aloneP99Ms: number;
  besideP99Ms: number;
  /** Of the download that ran beside the claims. */
  codesPerSecond: number;
}

const size = { members: 100_000, visitors: 20_000, importedCodes: 1 };
const connections = 128;
const perSecondMax = 500;
/** Of what the machine answers when asked as fast as it can: more would measure a queue. */
const shareOfCapacity = 0.3;
const warmUpClaims = 4_000;
const turnSeconds = 6;
const rounds = 5;

/** More codes than a turn can take. */
const endless = 1_000_000_000;

/**
 * Claims that arrive at a steady rate the machine can bear, in turns with and without a download on
 * the same event loop. Medians of the turns' p99.
 */
export async function measureBesideClaims(
  print: PrintServer,
  progress: (text: string) => void,
): Promise<BesideClaims> {
  const postgres = await startBenchPostgres();
  const server = await startBenchServer(postgres);
  const load = startHttpLoad();
  try {
    const seed = await loadData(postgres.url, server);
    const takeTexts = createOwnTexts({ server, seed });
    const drive = async (claims: number, perSecond?: number): Promise<HttpFigures> => {
      const requests = takeTexts(claims).map((text) =>
        scanRequest({ sessionToken: seed.sessionTokens[randomInt(size.visitors)] ?? '', text }),
      );
      const flow = perSecond === undefined ? { connections } : { connections, perSecond };
      const task = { port: server.port, requests, expected: '"outcome":"awarded"', ...flow };
      const figures = await load.drive(task);
      if (figures.acknowledged === requests.length) return figures;
      throw new Error(`an answer was not as expected: ${figures.surprise}`);
    };
    progress('warming up');
    await drive(warmUpClaims);
    const capacity = warmUpClaims / (await drive(warmUpClaims)).seconds;
    const perSecond = Math.min(perSecondMax, Math.round(capacity * shareOfCapacity));
    const claimP99 = async () => (await drive(perSecond * turnSeconds, perSecond)).p99Ms;
    const alone: number[] = [];
    const beside: number[] = [];
    const codesPerSecond: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      alone.push(await claimP99());
      const download = print.download('codes', endless);
      beside.push(await claimP99());
      print.stopDownload();
      const { bodyBytes, seconds } = await download;
      codesPerSecond.push(bodyBytes / print.lineBytes / seconds);
      const [aloneMs = 0, besideMs = 0] = [alone, beside].map((turns) =>
        Math.round(turns.at(-1) ?? 0),
      );
      progress(
        `round ${round} of ${rounds}: ${perSecond} claims a second, ` +
          `p99 ${aloneMs} ms alone, ${besideMs} ms beside a download`,
      );
    }
    return {
      aloneP99Ms: median(alone),
      besideP99Ms: median(beside),
      codesPerSecond: median(codesPerSecond),
    };
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
