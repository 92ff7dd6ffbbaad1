import { createSecretKey } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { createBatching } from '../../../platform/batching.ts';
import type { Clock } from '../../../platform/clock.ts';
import { retrySerialization, type Db, type Tx } from '../../../platform/database.ts';
import { deriveKey } from '../../../platform/master-key.ts';
import { textArray } from '../../../platform/number-array.ts';
import { seal, unseal } from '../../../platform/seal.ts';

export interface StoredMessage {
  /** When it came, or when whoever answers it last said to be at it. */
  receivedAt: Date;
  answer: { text: string | null } | null;
}

export interface MessageStore {
  /** Whether nobody had this message before, in any process: then the caller answers it. */
  begin: (key: string) => Promise<boolean>;
  /** Null: nobody had it, or it was forgotten. */
  read: (key: string) => Promise<StoredMessage | null>;
  /** Keeps what repetitions are answered with. */
  keep: (key: string, text: string | null) => Promise<void>;
  /** Whether the caller may answer it now: whoever was at it was not heard of since `before`. */
  takeOver: (key: string, before: Date) => Promise<boolean>;
  /** Says of messages that somebody is still at them. */
  renew: (keys: readonly string[]) => Promise<void>;
  /** A repetition is a first arrival again. */
  forget: (key: string) => Promise<void>;
}

const batchMax = 500;
/** Nobody waits for an answer to be kept; what gathers meanwhile is kept in one go. */
const keepPauseMs = 20;
/** Beyond these a message is refused at once instead of waiting in vain; the first bounds memory. */
const waitingMax = 10_000;
const waitMaxMs = 2_000;

/**
 * The messages of the last minutes; keys are 32 hexadecimal digits. Many are written in one go. Answers
 * are sealed: they name codes nobody has claimed yet, and links people sign in by.
 */
export function createMessageStore(db: Db, clock: Clock, masterKey: Buffer): MessageStore {
  const sealKey = createSecretKey(deriveKey(masterKey, 'wechat-message'));
  const open = (sealed: string) => unseal(sealKey, Buffer.from(sealed, 'base64'));
  const beginning = createBatching<string, boolean>({
    ...{ lanes: 1, batchMax, waitingMax, waitMaxMs },
    run: (keys) => insertNew(db, keys, clock.now()),
  });
  const reading = createBatching<string, StoredMessage | null>({
    ...{ lanes: 1, batchMax, waitingMax, waitMaxMs },
    run: (keys) => readAll(db, keys, open),
  });
  const keeping = createBatching<Reply, void>({
    ...{ lanes: 1, batchMax, waitingMax },
    run: async (replies) => {
      await retrySerialization(() => keepReplies(db, replies, clock.now()));
      await sleep(keepPauseMs);
      return [];
    },
  });
  return {
    begin: (key) => beginning.add(key),
    read: (key) => reading.add(key),
    keep: (key, text) =>
      keeping.add({ key, reply: text === null ? null : seal(sealKey, text).toString('base64') }),
    takeOver: (key, before) => takeOver(db, key, before, clock.now()),
    renew: (keys) => retrySerialization(() => renew(db, keys, clock.now())),
    async forget(key) {
      await sql`delete from wechat_message where message_key = decode(${key}, 'hex')`.execute(db);
    },
  };
}

interface Reply {
  key: string;
  /** Sealed; null is silence. */
  reply: string | null;
}

/** Keeps replies in the caller's transaction, or at once. */
export async function keepReplies(
  db: Db | Tx,
  replies: readonly Reply[],
  answeredAt: Date,
): Promise<void> {
  await sql`/* often */
    update wechat_message set answered_at = ${answeredAt}::timestamptz, reply = given.reply
    from unnest(
      ${textArray(replies.map(({ key }) => key))}::text[],
      ${textArray(replies.map(({ reply }) => reply))}::text[]
    ) as given (key, reply)
    where message_key = decode(given.key, 'hex')`.execute(db);
}

async function insertNew(db: Db, keys: readonly string[], receivedAt: Date): Promise<boolean[]> {
  // The same order in every process: two with the same keys must not wait for each other in a circle.
  const sorted = [...keys].sort();
  const { rows } = await sql<{ key: string }>`/* often */
    insert into wechat_message (message_key, received_at)
    select decode(key, 'hex'), ${receivedAt}::timestamptz
    from unnest(${textArray(sorted)}::text[]) as key
    on conflict (message_key) do nothing
    returning encode(message_key, 'hex') as key`.execute(db);
  const isNew = new Set(rows.map(({ key }) => key));
  return keys.map((key) => isNew.has(key));
}

async function readAll(
  db: Db,
  keys: readonly string[],
  open: (sealed: string) => string,
): Promise<(StoredMessage | null)[]> {
  const { rows } = await sql<{
    key: string;
    receivedAt: Date;
    answeredAt: Date | null;
    reply: string | null;
  }>`
    select encode(message_key, 'hex') as key, received_at, answered_at, reply from wechat_message
    where message_key in (select decode(key, 'hex') from unnest(${textArray(keys)}::text[]) as key)
  `.execute(db);
  const found = new Map(rows.map((row) => [row.key, row]));
  return keys.map((key) => {
    const row = found.get(key);
    if (!row) return null;
    if (row.answeredAt === null) return { receivedAt: row.receivedAt, answer: null };
    const text = row.reply === null ? null : open(row.reply);
    return { receivedAt: row.receivedAt, answer: { text } };
  });
}

async function renew(db: Db, keys: readonly string[], now: Date): Promise<void> {
  await sql`
    update wechat_message set received_at = ${now}
    where message_key in (select decode(key, 'hex') from unnest(${textArray(keys)}::text[]) as key)
      and answered_at is null`.execute(db);
}

async function takeOver(db: Db, key: string, before: Date, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update wechat_message set received_at = ${now}
    where message_key = decode(${key}, 'hex') and answered_at is null and received_at <= ${before}
    returning true`.execute(db);
  return rows.length > 0;
}
