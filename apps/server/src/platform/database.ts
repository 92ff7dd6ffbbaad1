import { setTimeout as sleep } from 'node:timers/promises';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import type { Transaction } from 'kysely';
import pg from 'pg';
import { createPreparingPool } from './prepared-statements.ts';
import type { DB } from './schema.ts';

/** A handle for reading. A `Tx` passes where a `Db` is wanted, never the other way round. */
export type Db = Kysely<DB>;
/** A transaction: what every function that writes takes as its first parameter. */
export type Tx = Transaction<DB>;

export type Database = {
  db: Db;
  /** The same connections, for what Kysely does not do (COPY, LISTEN). */
  pool: pg.Pool;
  close: () => Promise<void>;
};

/**
 * Connections to PostgreSQL and the typed query builder on them.
 *
 * `int8` arrives as a number (beyond 2^53 it throws), `date` as text, `numeric` as text: write
 * `sum(points)::bigint`, since the sum of bigints is numeric.
 *
 * @param options.max most connections at a time
 * @param options.statementTimeoutMilliseconds 0: no limits are sent, as PgBouncer needs it
 */
export function createDatabase(
  url: string,
  options: {
    max?: number;
    statementTimeoutMilliseconds?: number;
    onIdleError?: (error: Error) => void;
  } = {},
): Database {
  const { max = 10, statementTimeoutMilliseconds = 30_000, onIdleError } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'mashang',
    types: { getTypeParser },
    ...timeouts(statementTimeoutMilliseconds),
  });
  // A connection that breaks (server restarted) is dropped and replaced by the pool; without a
  // listener Node would end the process. The pool listens only while a connection is idle: one that
  // breaks inside a transaction needs a listener of its own, and its next statement fails.
  pool.on('error', (error) => onIdleError?.(error));
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<DB>({
    // Behind PgBouncer the next statement may meet another connection, which has not prepared it.
    dialect: new PostgresDialect({
      pool: statementTimeoutMilliseconds === 0 ? pool : createPreparingPool(pool),
    }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return { db, pool, close: () => db.destroy() };
}

/**
 * For `.catch` behind a write: turns the violation of one named constraint into the error the
 * caller wants to utter; every other error passes through.
 */
export function onViolation(
  constraintName: string,
  makeError: (cause: pg.DatabaseError) => Error,
): (error: unknown) => never {
  return (error) => {
    // SQLSTATE class 23: integrity constraint violation.
    const isViolation =
      error instanceof pg.DatabaseError &&
      error.code?.startsWith('23') === true &&
      error.constraint === constraintName;
    throw isViolation ? makeError(error) : error;
  };
}

/**
 * Runs a whole transaction again when PostgreSQL broke it off for the sake of another one
 * (40001 serialization failure, 40P01 deadlock). `work` must open the transaction itself.
 */
export async function retrySerialization<T>(work: () => Promise<T>, attemptsMax = 5): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      const isPassing = code === '40001' || code === '40P01';
      if (!isPassing || attempt >= attemptsMax) throw error;
      await sleep(Math.random() * 10 * 2 ** attempt);
    }
  }
}

function timeouts(statementTimeoutMilliseconds: number) {
  if (statementTimeoutMilliseconds === 0) return {};
  return {
    statement_timeout: statementTimeoutMilliseconds,
    idle_in_transaction_session_timeout: 2 * statementTimeoutMilliseconds,
  };
}

// Object identifiers of types, fixed by PostgreSQL (pg_type.dat).
const int8Oid = 20;
const int8ArrayOid = 1016;
const textArrayOid: number = 1009;
const dateOid = 1082;
const dateArrayOid = 1182;

type Parser = (text: string) => unknown;
const ownParsers = new Map<number, Parser>([
  [int8Oid, parseInt8],
  [int8ArrayOid, (text) => parseArray(text, parseInt8)],
  [dateOid, (text) => text],
  [dateArrayOid, (text) => parseArray(text, (day) => day)],
]);

/** pg's own parsers but for int8 (text by default) and date (local midnight by default). */
function getTypeParser(oid: number, format: 'text' | 'binary' = 'text'): Parser {
  const own = format === 'text' ? ownParsers.get(oid) : undefined;
  if (own !== undefined) return own;
  return pg.types.getTypeParser(oid, format) as Parser;
}

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a number`);
  return value;
}

/** These arrays are written like text arrays, so pg's parser for text[] splits them. */
function parseArray(text: string, parse: Parser): unknown[] {
  const split = pg.types.getTypeParser(textArrayOid, 'text') as (text: string) => (string | null)[];
  return split(text).map((item) => (item === null ? null : parse(item)));
}
