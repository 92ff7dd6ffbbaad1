// Writes schema.ts, the types of the tables, from a freshly migrated throw-away database.
// `node generate-schema.ts` writes it; with `--check` it fails when the file is not up to date.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from './embedded-postgres/index.ts';
import { migrate } from './migrate.ts';

const repositoryDir = join(import.meta.dirname, '../../../..');
const schemaFile = join(import.meta.dirname, 'schema.ts');

const generated = await generate();
if (!process.argv.includes('--check')) {
  writeFileSync(schemaFile, generated);
} else if (readOrEmpty(schemaFile) !== generated) {
  console.error('apps/server/src/platform/schema.ts is out of date: run `npm run generate`');
  process.exitCode = 1;
}

async function generate(): Promise<string> {
  const dataDir = join(repositoryDir, 'data');
  mkdirSync(dataDir, { recursive: true });
  const throwAwayDir = mkdtempSync(join(dataDir, 'schema-'));
  // As root, PostgreSQL's account must be able to pass through.
  chmodSync(throwAwayDir, 0o711);
  const postgres = await startEmbeddedPostgres({
    dataDir: throwAwayDir,
    log: { info: () => undefined, warn: console.warn, error: console.error },
    parameters: { fsync: 'off' },
  });
  try {
    await migrate(postgres.url);
    return runCodegen(postgres.url, join(throwAwayDir, 'schema.ts'));
  } finally {
    await postgres.stop();
    const isOutside = dirname(postgres.clusterDir) !== throwAwayDir;
    if (isOutside) rmSync(dirname(postgres.clusterDir), { recursive: true, force: true });
    rmSync(throwAwayDir, { recursive: true, force: true });
  }
}

function runCodegen(url: string, outFile: string): string {
  const program = fileURLToPath(import.meta.resolve('kysely-codegen'));
  const bin = join(program.slice(0, program.lastIndexOf('/dist/')), 'dist/cli/bin.js');
  execFileSync(
    process.execPath,
    [
      bin,
      '--dialect=postgres',
      `--url=${url}`,
      `--out-file=${outFile}`,
      '--camel-case',
      '--date-parser=string',
      '--default-schema=public',
      // Kysely's own tables, ours for the checksums, and the queue's.
      '--exclude-pattern={kysely_*,migration_checksum,graphile_worker.*}',
      '--type-mapping={"int8":"number"}',
      '--log-level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return readFileSync(outFile, 'utf8');
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
