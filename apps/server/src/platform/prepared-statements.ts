import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** How a statement begins that is parsed and planned once a connection instead of at every call. */
const mark = /^\s*\/\* often \*\//;

/**
 * The pool as Kysely sees it. Statements that begin with the comment `often` get a name, so that
 * PostgreSQL keeps them: for those on the path of every claim parsing and planning cost as much as
 * running them for a handful of rows. Their text must not depend on the values. PostgreSQL plans anew
 * when a table was analyzed.
 */
export function createPreparingPool(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();

  function nameOf(text: string): string | undefined {
    const known = names.get(text);
    if (known !== undefined || !mark.test(text)) return known;
    const name = `often_${names.size + 1}`;
    names.set(text, name);
    return name;
  }

  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const query = (text: string, values: unknown[]) => {
        const name = nameOf(text);
        return client.query(name === undefined ? { text, values } : { name, text, values });
      };
      return {
        query,
        release: (destroy?: boolean) => client.release(destroy),
      } as unknown as PostgresPoolClient;
    },
  };
}
