import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../../test/harness-database.ts';
import type { TestDatabase } from '../../test/harness-database.ts';
import { migrate, migrationsDir, readMigrations } from './migrate.ts';

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await freshDatabase({ migrated: false });
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  write('0000_bottle', 'create table bottle (id int); insert into bottle values (1);');
  write('0001_cap', 'create table cap (id int);');
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, `${name}.sql`), text);
}

async function tables(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where tablename in ('bottle', 'cap', 'label') order by 1`,
  );
  return rows.map(({ name }) => name);
}

test('every migration is applied once, in order, and a second start applies only new ones', async () => {
  expect(await migrate(database.url, folder)).toEqual(['0000_bottle', '0001_cap']);
  write('0002_label', 'create table label (id int);');
  expect(await migrate(database.url, folder)).toEqual(['0002_label']);
  expect(await migrate(database.url, folder)).toEqual([]);
});

test('five processes that start at once apply each migration once', async () => {
  const runs = await Promise.all(Array.from({ length: 5 }, () => migrate(database.url, folder)));
  expect(runs.flat().sort()).toEqual(['0000_bottle', '0001_cap']);
  const { rows } = await database.pool.query('select * from bottle');
  expect(rows).toHaveLength(1);
});

test('a migration that fails leaves nothing of itself and keeps those before it', async () => {
  write('0002_label', 'create table label (id int); select 1 / 0;');
  await expect(migrate(database.url, folder)).rejects.toThrow(/0002_label.*division by zero/);
  expect(await tables()).toEqual(['bottle', 'cap']);
  write('0002_label', 'create table label (id int);');
  expect(await migrate(database.url, folder)).toEqual(['0002_label']);
});

test('an applied migration that was changed stops the start', async () => {
  await migrate(database.url, folder);
  appendFileSync(join(folder, '0000_bottle.sql'), '-- a word more');
  await expect(migrate(database.url, folder)).rejects.toThrow(/0000_bottle\.sql was changed/);
});

test('a database that is newer than the program stops the start', async () => {
  await migrate(database.url, folder);
  rmSync(join(folder, '0001_cap.sql'));
  await expect(migrate(database.url, folder)).rejects.toThrow(
    /newer than this program: .*0001_cap/,
  );
});

test('line ends of the checkout do not change a migration', async () => {
  write('0002_label', 'create table label (\n  id int\n);\n');
  await migrate(database.url, folder);
  write('0002_label', 'create table label (\r\n  id int\r\n);\r\n');
  expect(await migrate(database.url, folder)).toEqual([]);
});

test('the migrations of this program are numbered without gap or duplicate', () => {
  const numbers = readMigrations(migrationsDir).map(({ name }) => Number(name.slice(0, 4)));
  expect(numbers).toEqual(numbers.map((_, index) => index));
});
