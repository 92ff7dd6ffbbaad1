import type pg from 'pg';

/** Counts what is sent to the database through a pool from now on, until `stop`. */
export function countStatements(pool: pg.Pool): { stop: () => number } {
  const undo: (() => void)[] = [];
  const known = new Set<pg.PoolClient>();
  let count = 0;

  function listen(client: pg.PoolClient): void {
    if (known.has(client)) return;
    known.add(client);
    const own = client.query.bind(client) as (...given: unknown[]) => unknown;
    const counting = (...given: unknown[]) => {
      count += 1;
      return own(...given);
    };
    client.query = counting as pg.PoolClient['query'];
    undo.push(() => Reflect.deleteProperty(client, 'query'));
  }

  pool.on('acquire', listen);
  return {
    stop() {
      pool.off('acquire', listen);
      for (const step of undo) step();
      return count;
    },
  };
}
