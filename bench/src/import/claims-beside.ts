import { randomInt, randomUUID } from 'node:crypto';
import { createDatabase } from '@mashang/server/src/platform/database.ts';
import { median } from '../bench.ts';
import type { BenchResult } from '../bench.ts';
import type { BenchServer } from '../claim/bench-server.ts';
import { seedProduct } from '../claim/seed.ts';
import { createOwnTexts } from '../claim/subjects.ts';
import { writeCodeFile } from './code-file.ts';
import { checkImport, prepareImport, runImport } from './import-subjects.ts';
import type { ImportParts } from './import-subjects.ts';

const members = 100_000;
const callers = 256;
const rounds = 3;
const aloneMs = 5_000;

interface Options {
  lines: number;
  progress: (text: string) => void;
}

/** Claims a second for as long as an import runs, against claims alone before and after it. */
export async function measureBeside(
  parts: ImportParts,
  server: BenchServer,
  { lines, progress }: Options,
): Promise<BenchResult> {
  const seed = await seedClaims(parts, server);
  const takeTexts = createOwnTexts({ server, seed });
  const claimFor = (isOver: () => boolean) => claimUntil(server, takeTexts, isOver);
  const alone: number[] = [];
  const beside: number[] = [];
  const claimAlone = async (milliseconds: number) => {
    const untilMs = performance.now() + milliseconds;
    return claimFor(() => performance.now() >= untilMs);
  };
  await claimAlone(aloneMs / 2);
  for (let round = 1; round <= rounds; round++) {
    alone.push(await claimAlone(aloneMs));
    const file = await writeCodeFile(parts.codeBook, {
      ...{ folder: parts.dataDir, name: 'beside', lines },
      firstNumber: (1_000 + round) * 1_000_000_000,
    });
    const importId = await prepareImport(parts, file);
    let isDone = false;
    const importing = runImport(parts, importId, server.scanDesk.waiting).finally(() => {
      isDone = true;
    });
    const startMs = performance.now();
    beside.push(await claimFor(() => isDone));
    await importing;
    await checkImport(parts, importId, file);
    const seconds = ((performance.now() - startMs) / 1_000).toFixed(0);
    progress(
      `round ${round} of ${rounds}: claims beside an import of ${lines} lines, ${seconds} s`,
    );
  }
  alone.push(await claimAlone(aloneMs));
  const value = median(beside);
  const reference = median(alone);
  return {
    name: 'import/claims-beside',
    value,
    unit: 'claims/s',
    reference,
    ratio: value / reference,
    target: { of: 'ratio', bound: 'atLeast', limit: 0.75 },
  };
}

async function seedClaims({ databaseUrl, codeBook }: ImportParts, server: BenchServer) {
  // Loading takes longer than any statement of the product may.
  const { pool, close } = createDatabase(databaseUrl, { max: 1, statementTimeoutMilliseconds: 0 });
  try {
    const { appId } = server.wechat;
    const seed = await seedProduct(pool, codeBook, {
      members,
      visitors: 1,
      importedCodes: 1,
      appId,
    });
    await pool.query('vacuum (analyze)');
    return seed;
  } finally {
    await close();
  }
}

/** 256 callers, each with one scan under way. Returns claims a second. */
async function claimUntil(
  server: BenchServer,
  takeTexts: (count: number) => string[],
  isOver: () => boolean,
): Promise<number> {
  let claims = 0;
  async function keepScanning(): Promise<void> {
    while (!isOver()) {
      const [text = ''] = takeTexts(1);
      const { outcome } = await server.scanDesk.awardPointsForScan({
        ...{ memberId: randomInt(1, members + 1), text },
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
