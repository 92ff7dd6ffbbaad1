import { randomInt } from 'node:crypto';
import { createDatabase } from '@mashang/server/src/platform/database.ts';
import { median } from '../bench.ts';
import { startBenchPostgres } from '../claim/bench-postgres.ts';
import { startBenchServer, type BenchServer } from '../claim/bench-server.ts';
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
const flow = { perSecond: 500, connections: 128 };
const turnSeconds = 6;
const rounds = 5;

/** More codes than a turn can take. */
const endless = 1_000_000_000;

/**
 * Claims that arrive at a steady rate, in turns with and without a download on the same event loop.
 * Medians of the turns' p99.
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
    const claimP99 = async (seconds: number): Promise<number> => {
      const requests = takeTexts(flow.perSecond * seconds).map((text) =>
        scanRequest({ sessionToken: seed.sessionTokens[randomInt(size.visitors)] ?? '', text }),
      );
      const task = { port: server.port, requests, expected: '"outcome":"awarded"', ...flow };
      const { acknowledged, p99Ms, surprise } = await load.drive(task);
      if (acknowledged === requests.length) return p99Ms;
      throw new Error(`an answer was not as expected: ${surprise}`);
    };
    progress('warming up');
    await claimP99(turnSeconds);
    const alone: number[] = [];
    const beside: number[] = [];
    const codesPerSecond: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      progress(`round ${round} of ${rounds}: ${flow.perSecond} claims a second, alone and beside`);
      alone.push(await claimP99(turnSeconds));
      const download = print.download('codes', endless);
      beside.push(await claimP99(turnSeconds));
      print.stopDownload();
      const { bodyBytes, seconds } = await download;
      codesPerSecond.push(bodyBytes / print.lineBytes / seconds);
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
