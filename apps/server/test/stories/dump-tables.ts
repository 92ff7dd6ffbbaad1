import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Db } from '../../src/platform/database.ts';

/** Every row of every table but those in `except`, as PostgreSQL writes them. */
export async function dumpTables(db: Db, except: string[] = []): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
  `.execute(db);
  expect(tables.length).toBeGreaterThan(20);
  const texts: string[] = [];
  for (const { name } of tables) {
    if (except.includes(name)) continue;
    const { rows } = await sql<{ text: string }>`
      select t::text as text from ${sql.raw(name)} t`.execute(db);
    texts.push(`-- ${name}`, ...rows.map(({ text }) => text));
  }
  return texts.join('\n');
}
