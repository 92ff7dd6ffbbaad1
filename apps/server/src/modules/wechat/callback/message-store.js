import { sql } from 'kysely';
import { createBatching } from '../../../platform/batching.ts';
import { retrySerialization } from '../../../platform/database.ts';
import { textArray } from '../../../platform/number-array.ts';
/** Two batches in flight keep the database busy while the next one gathers, as in the scan desk. */
const beginLanes = 2;
const batchMax = 500;
/** Beyond these a message is refused at once instead of waiting in vain; the first bounds memory. */
const waitingMax = 10_000;
const waitMaxMs = 2_000;
/** The messages of the last minutes; keys are 32 hexadecimal digits. Many are written in one go. */
export function createMessageStore(db, clock) {
  const beginning = createBatching({
    ...{ lanes: beginLanes, batchMax, waitingMax, waitMaxMs },
    run: (keys) => insertNew(db, keys, clock.now()),
  });
  const reading = createBatching({
    ...{ lanes: 1, batchMax, waitingMax, waitMaxMs },
    run: (keys) => readAll(db, keys),
  });
  const keeping = createBatching({
    ...{ lanes: 1, batchMax, waitingMax },
    run: async (replies) => {
      await retrySerialization(() => keepReplies(db, replies, clock.now()));
      return [];
    },
  });
  return {
    begin: (key) => beginning.add(key),
    read: (key) => reading.add(key),
    keep: (key, text) => keeping.add({ key, text }),
    takeOver: (key, before) => takeOver(db, key, before, clock.now()),
    renew: (keys) => retrySerialization(() => renew(db, keys, clock.now())),
    async forget(key) {
      await sql`delete from wechat_message where message_key = decode(${key}, 'hex')`.execute(db);
    },
  };
}
/** Keeps replies in the caller's transaction, or at once. */
export async function keepReplies(db, replies, answeredAt) {
  await sql`/* often */
    update wechat_message set answered_at = ${answeredAt}::timestamptz, reply = given.reply
    from unnest(
      ${textArray(replies.map(({ key }) => key))}::text[],
      ${textArray(replies.map(({ text }) => text))}::text[]
    ) as given (key, reply)
    where message_key = decode(given.key, 'hex')`.execute(db);
}
async function insertNew(db, keys, receivedAt) {
  // The same order in every process: two with the same keys must not wait for each other in a circle.
  const sorted = [...keys].sort();
  const { rows } = await sql`/* often */
    insert into wechat_message (message_key, received_at)
    select decode(key, 'hex'), ${receivedAt}::timestamptz
    from unnest(${textArray(sorted)}::text[]) as key
    on conflict (message_key) do nothing
    returning encode(message_key, 'hex') as key`.execute(db);
  const isNew = new Set(rows.map(({ key }) => key));
  return keys.map((key) => isNew.has(key));
}
async function readAll(db, keys) {
  const { rows } = await sql`
    select encode(message_key, 'hex') as key, received_at, answered_at, reply from wechat_message
    where message_key in (select decode(key, 'hex') from unnest(${textArray(keys)}::text[]) as key)
  `.execute(db);
  const found = new Map(rows.map((row) => [row.key, row]));
  return keys.map((key) => {
    const row = found.get(key);
    if (!row) return null;
    const answer = row.answeredAt === null ? null : { text: row.reply };
    return { receivedAt: row.receivedAt, answer };
  });
}
async function renew(db, keys, now) {
  await sql`
    update wechat_message set received_at = ${now}
    where message_key in (select decode(key, 'hex') from unnest(${textArray(keys)}::text[]) as key)
      and answered_at is null`.execute(db);
}
async function takeOver(db, key, before, now) {
  const { rows } = await sql`
    update wechat_message set received_at = ${now}
    where message_key = decode(${key}, 'hex') and answered_at is null and received_at <= ${before}
    returning true`.execute(db);
  return rows.length > 0;
}
