import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import pg from 'pg';

/** The migrations do not fit the database: the start must stop, and the message says why. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/** The migrations of this program. */
export const migrationsDir = join(import.meta.dirname, '../../migrations');

type MigrationFile = { name: string; text: string; checksum: string };

/**
 * Brings the database up to date: every `.sql` file not applied yet, in the order of names, each in
 * one transaction of its own together with its bookkeeping. Several processes may call it at once:
 * the others wait. Forward only; an applied file must never change.
 *
 * @returns the names applied now
 * @throws MigrationError when a file changed, is missing, comes too late, or fails
 */
export async function migrate(url: string, folder = migrationsDir): Promise<string[]> {
  const files = readMigrations(folder);
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await checkApplied(db, files);
    const migrator = new Migrator({ db, provider: { getMigrations: async () => toKysely(files) } });
    return await migrateOneByOne(migrator);
  } finally {
    await db.destroy();
  }
}

export function readMigrations(folder: string): MigrationFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name) => {
    // A checkout with CRLF line ends is still the same migration.
    const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    const checksum = createHash('sha256').update(text).digest('hex');
    return { name: basename(name, '.sql'), text, checksum };
  });
}

/** One migration per call, since Kysely runs all of a call in one transaction. */
async function migrateOneByOne(migrator: Migrator): Promise<string[]> {
  const applied: string[] = [];
  for (;;) {
    const { error, results } = await migrator.migrateUp();
    const failed = results?.find(({ status }) => status === 'Error');
    if (error !== undefined) throw explain(error, failed?.migrationName);
    const [done] = results ?? [];
    if (done === undefined) return applied;
    applied.push(done.migrationName);
  }
}

async function checkApplied(db: Kysely<unknown>, files: MigrationFile[]): Promise<void> {
  const { rows: tables } = await sql<{ exists: boolean }>`
    select to_regclass('migration_checksum') is not null as exists`.execute(db);
  if (tables[0]?.exists !== true) return;
  const { rows } = await sql<{ name: string; checksum: string }>`
    select name, checksum from migration_checksum order by name`.execute(db);
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const { name, checksum } of rows) {
    const file = byName.get(name);
    if (file === undefined) {
      throw new MigrationError(
        `数据库比程序新：已执行的迁移 ${name} 在本程序中不存在，请升级程序。` +
          ` The database is newer than this program: migration ${name} was applied but is not here. Run the newer program.`,
      );
    }
    if (file.checksum !== checksum) {
      throw new MigrationError(
        `迁移文件 ${name}.sql 在执行之后被修改。请恢复原文件，并把改动写入新的迁移。` +
          ` Migration ${name}.sql was changed after it had been applied: restore the file and put the change into a new one.`,
      );
    }
  }
}

function toKysely(files: MigrationFile[]): Record<string, Migration> {
  return Object.fromEntries(
    files.map((file) => [file.name, { up: (tx: Kysely<unknown>) => apply(tx, file) }]),
  );
}

/** Runs inside the transaction in which Kysely notes the migration as done. */
async function apply(tx: Kysely<unknown>, file: MigrationFile): Promise<void> {
  await sql
    .raw(
      `create table if not exists migration_checksum (
         name text constraint migration_checksum__name primary key,
         checksum text not null
       )`,
    )
    .execute(tx);
  // No parameters: PostgreSQL then takes several statements at once.
  await sql.raw(file.text).execute(tx);
  await sql`insert into migration_checksum values (${file.name}, ${file.checksum})`.execute(tx);
}

function explain(error: unknown, migrationName: string | undefined): MigrationError {
  const reason = error instanceof Error ? error.message : String(error);
  return new MigrationError(
    `数据库迁移失败 Migration ${migrationName ?? ''} failed, nothing of it was kept: ${reason}`,
    { cause: error },
  );
}
