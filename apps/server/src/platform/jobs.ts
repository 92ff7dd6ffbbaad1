import { run, makeWorkerUtils, Logger, type Runner } from 'graphile-worker';
import { sql } from 'kysely';
import pg from 'pg';
import type { Tx } from './database.ts';

/** Every job of the server and what it carries. A task belongs to the module that enqueues it. */
export interface TaskPayloads {
  /** codes: reads an uploaded file of foreign codes. */
  importCodes: { importId: number };
  /** members: reads an uploaded file of members and says what writing it would do. */
  checkMemberImport: { memberImportId: number };
  /** members: writes the members of a checked file. */
  runMemberImport: { memberImportId: number };
  /** notices: tells a member in the WeChat chat what the app shows already. */
  sendNotice: { noticeId: number };
  /** wechat: says in the chat what came too late for a reply. */
  sendLateReply: { appId: string; openId: string; textSealed: string };
  /** daily: partitions for the coming months, expired sessions and windows. */
  housekeeping: Record<string, never>;
}

export type TaskName = keyof TaskPayloads;
export type TaskHandlers = { [Name in TaskName]: (payload: TaskPayloads[Name]) => Promise<void> };

export type AddJob = typeof addJob;

/**
 * Enqueues a job in the caller's transaction: it runs if and only if that commits. With a `key`, a
 * waiting job of the same key is replaced instead of doubled. Jobs of one `queue` run one by one.
 */
export async function addJob<Name extends TaskName>(
  tx: Tx,
  task: Name,
  payload: TaskPayloads[Name],
  options: { key?: string; queue?: string; runAt?: Date; attemptsMax?: number } = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(
    ${task}::text,
    payload => ${JSON.stringify(payload)}::json,
    job_key => ${options.key ?? null}::text,
    queue_name => ${options.queue ?? null}::text,
    run_at => ${options.runAt ?? null}::timestamptz,
    max_attempts => ${options.attemptsMax ?? 10}::int
  )`.execute(tx);
}

/** Installs or updates the queue's own tables; part of every start, before any `addJob`. */
export async function migrateJobs(databaseUrl: string): Promise<void> {
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger: silentLogger });
  await utils.migrate();
  await utils.release();
}

export interface JobLog {
  error: (details: object, message: string) => void;
}

/** Starts running jobs in this process. `stop` lets running ones finish. */
export async function startJobs(options: {
  databaseUrl: string;
  handlers: TaskHandlers;
  log: JobLog;
  concurrency?: number;
}): Promise<{ stop: () => Promise<void> }> {
  const liveness = await unlockJobsOfDeadWorkers(options.databaseUrl, options.log);
  // A pool of our own: the queue lets go of its own one before all its connections are closed.
  const pgPool = new pg.Pool({ connectionString: options.databaseUrl, max: 4, keepAlive: true });
  const onLost = (error: Error) => options.log.error({ err: error }, 'job connection lost');
  pgPool.on('error', onLost);
  pgPool.on('connect', (client) => client.on('error', onLost));
  const runner: Runner = await run({
    pgPool,
    concurrency: options.concurrency ?? 2,
    pollInterval: 2000,
    noHandleSignals: true,
    // Only with a batch of its own does stopping wait until a finished job is written down as such;
    // otherwise the next start would run it once more.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: loggerFor(options.log),
    taskList: Object.fromEntries(
      Object.entries(options.handlers).map(([name, handler]) => [
        name,
        async (payload: unknown) => handler(payload as never),
      ]),
    ),
    crontab: '7 19 * * * housekeeping ?id=housekeeping',
  });
  return {
    stop: async () => {
      await runner.stop();
      await pgPool.end();
      await liveness.end();
    },
  };
}

// Any two numbers nobody else uses: the key of the lock every living worker shares.
const livenessLock = [0x6d61, 0x7368] as const;

/**
 * The queue frees the jobs of a killed worker only after four hours. Every worker process therefore
 * holds a shared lock; a starting one that gets it exclusively knows that no other lives, and frees
 * whatever is still marked as locked.
 */
async function unlockJobsOfDeadWorkers(databaseUrl: string, log: JobLog): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
  // Losing this connection only means that a later start cannot know about us; jobs are safe to run twice.
  client.on('error', (error) => log.error({ err: error }, 'worker liveness connection lost'));
  await client.connect();
  const { rows } = await client.query<{ alone: boolean }>(
    'select pg_try_advisory_lock($1, $2) as alone',
    [...livenessLock],
  );
  if (rows[0]?.alone) {
    const locked = await client.query<{ locked_by: string }>(
      'select distinct locked_by from graphile_worker._private_jobs where locked_by is not null',
    );
    const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger: silentLogger });
    await utils.forceUnlockWorkers(locked.rows.map((row) => row.locked_by));
    await utils.release();
  }
  await client.query('select pg_advisory_lock_shared($1, $2)', [...livenessLock]);
  if (rows[0]?.alone) await client.query('select pg_advisory_unlock($1, $2)', [...livenessLock]);
  return client;
}

const silentLogger = new Logger(() => () => undefined);

function loggerFor(log: JobLog): Logger {
  return new Logger(() => (level, message, meta) => {
    if (level === 'error') log.error({ job: meta }, message);
  });
}
