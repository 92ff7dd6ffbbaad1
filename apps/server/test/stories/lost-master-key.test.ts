import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadKeyVersions } from '../../src/modules/codes/index.ts';
import { freshDatabase, type TestDatabase } from '../harness-database.ts';

let database: TestDatabase;
const dataDir = mkdtempSync(path.join(tmpdir(), 'lost-key-'));

beforeAll(async () => {
  database = await freshDatabase();
  await loadKeyVersions(database.db, randomBytes(32));
});
afterAll(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const sources = path.resolve(import.meta.dirname, '../../src');

/** A process of its own, with nothing but the settings given. */
function run(script: string): Promise<{ code: unknown; stderr: string }> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: database.url, DATA_DIR: dataDir };
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(sources, script)], { env }, (error, _stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    );
  });
}

test('B1: without its master key the server does not start, says why, and makes none', async () => {
  const { code, stderr } = await run('main.ts');
  expect(code).toBe(1);
  expect(stderr).toContain(`${dataDir}/master.key is missing`);
  expect(stderr).toContain('restore the file from a backup, or set MASTER_KEY');
  expect(existsSync(path.join(dataDir, 'master.key'))).toBe(false);
}, 60_000);
