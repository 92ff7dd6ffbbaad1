import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createDatabase } from '@mashang/server/src/platform/database.ts';
import { median } from '../bench.ts';
import type { BenchContext, BenchResult } from '../bench.ts';
import { startBenchPostgres } from '../claim/bench-postgres.ts';
import { startBenchServer } from '../claim/bench-server.ts';
import { withoutIndexes } from '../growth/without-indexes.ts';
import { measureBeside } from './claims-beside.ts';
import { writeCodeFile } from './code-file.ts';
import {
  checkImport,
  copyRaw,
  prepareImport,
  referenceTable,
  runImport,
} from './import-subjects.ts';
import type { ImportParts } from './import-subjects.ts';

export const summary = 'a file of foreign codes into the database, against COPY; claims beside it';

interface Size {
  lines: number;
  codesBefore: number;
  rounds: number;
  linesBeside: number;
}

/** Into the empty table and into a filled one, with 5 % duplicates and the report. database.md §3. */
export async function* run({ progress, full }: BenchContext): AsyncGenerator<BenchResult> {
  const size: Size = full
    ? { lines: 10_000_000, codesBefore: 30_000_000, rounds: 3, linesBeside: 2_000_000 }
    : { lines: 1_000_000, codesBefore: 3_000_000, rounds: 3, linesBeside: 300_000 };
  const postgres = await startBenchPostgres();
  try {
    const masterKey = randomBytes(32);
    const server = await startBenchServer(postgres, masterKey);
    try {
      const dataDir = path.join(postgres.folder, 'import');
      mkdirSync(dataDir, { recursive: true });
      const { database, codeBook } = server;
      const parts = { database, codeBook, databaseUrl: postgres.url, masterKey, dataDir };
      const { pool } = database;
      await pool.query(`create table ${referenceTable} (like imported_code including all)`);
      progress(`${size.lines} lines into an empty table`);
      const empty = await takeTurns(parts, size, progress, 'empty');
      yield rate('empty', empty, 1.5);
      yield memory(empty);
      progress(`${size.codesBefore} codes before`);
      await fillTables(postgres.url, size.codesBefore);
      yield rate('filled', await takeTurns(parts, size, progress, 'filled'), 2);
      yield await measureBeside(parts, server, { lines: size.linesBeside, progress });
    } finally {
      await server.close();
    }
  } finally {
    await postgres.stop();
  }
}

interface Turns {
  codes: number;
  oursSeconds: number[];
  copySeconds: number[];
  memoryMb: number;
}

/** Both tables grow alike: a round's codes are new ones. */
async function takeTurns(
  parts: ImportParts,
  { lines, rounds }: Size,
  progress: (text: string) => void,
  kind: 'empty' | 'filled',
): Promise<Turns> {
  const turns: Turns = { codes: 0, oursSeconds: [], copySeconds: [], memoryMb: 0 };
  for (let round = 1; round <= rounds; round++) {
    const numbers = { firstNumber: (kind === 'filled' ? rounds + round : round) * lines, lines };
    const file = await writeCodeFile(parts.codeBook, {
      ...{ folder: parts.dataDir, name: 'codes' },
      ...numbers,
    });
    turns.codes = file.codes;
    if (kind === 'empty') {
      await parts.database.pool.query(`truncate ${referenceTable}; truncate imported_code`);
    }
    await parts.database.pool.query('checkpoint');
    turns.copySeconds.push(await secondsOf(() => copyRaw(parts, file)));
    const importId = await prepareImport(parts, file);
    await parts.database.pool.query('checkpoint');
    const peak = watchMemory();
    turns.oursSeconds.push(await secondsOf(() => runImport(parts, importId)));
    const grownMb = peak();
    // Later rounds grow less: what the first one took is kept.
    if (round === 1) turns.memoryMb = grownMb;
    await checkImport(parts, importId, file);
    progress(
      `round ${round} of ${rounds}: COPY ${turns.copySeconds.at(-1)?.toFixed(1)} s, ` +
        `import ${turns.oursSeconds.at(-1)?.toFixed(1)} s`,
    );
  }
  return turns;
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1_000;
}

/** Returns by how many megabytes the process, all its threads, was larger than now at most. */
function watchMemory(): () => number {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  return () => {
    clearInterval(timer);
    return (most - before) / 2 ** 20;
  };
}

async function fillTables(databaseUrl: string, codes: number): Promise<void> {
  const { pool, close } = createDatabase(databaseUrl, { max: 1, statementTimeoutMilliseconds: 0 });
  try {
    await pool.query(`truncate imported_code; truncate ${referenceTable}`);
    await withoutIndexes(pool, ['imported_code', referenceTable], async () => {
      await pool.query(`insert into imported_code
        select gen_random_uuid(), 1, n from generate_series(0::bigint, ${codes - 1}) n`);
      await pool.query(`insert into ${referenceTable} select * from imported_code`);
    });
    await pool.query('vacuum (analyze)');
  } finally {
    await close();
  }
}

function rate(name: string, turns: Turns, limit: number): BenchResult {
  const value = turns.codes / median(turns.oursSeconds);
  const reference = turns.codes / median(turns.copySeconds);
  return {
    name: `import/${name}`,
    value,
    unit: 'codes/s',
    reference,
    ratio: value / reference,
    target: { of: 'ratio', bound: 'atLeast', limit },
  };
}

/** The reference is the bound itself. */
function memory({ memoryMb }: Turns): BenchResult {
  const bound = 300;
  return {
    name: 'import/memory',
    value: memoryMb,
    unit: 'MB',
    reference: bound,
    ratio: memoryMb / bound,
    target: { of: 'value', bound: 'atMost', limit: bound },
  };
}
