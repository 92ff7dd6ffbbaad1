import { sql } from 'kysely';
/** The platform's three tries take a quarter of a minute, its time stamps are believed for ten. */
const keptMs = 15 * 60 * 1000;
const rowsMax = 10_000;
/** In one call; what is left goes with the next one, a minute later. */
const roundsMax = 100;
/** Forgets messages nobody repeats any more; to be called every minute. */
export async function purgeWechatMessages(db, now) {
  const before = new Date(now.getTime() - keptMs);
  for (let round = 0; round < roundsMax; round += 1) {
    const { numAffectedRows = 0n } = await sql`
      delete from wechat_message where message_key in (
        select message_key from wechat_message where received_at < ${before} limit ${rowsMax}
      )`.execute(db);
    if (numAffectedRows < rowsMax) return;
  }
}
