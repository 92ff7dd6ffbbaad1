import { hash } from 'node:crypto';
import { sql } from 'kysely';
/**
 * Whether this body is the first one under the signature of its query, or the same again. In plain
 * mode the signature does not cover the body: who once saw a query, in a log or a proxy, could send
 * any message with it. As long as the platform's own message came first, in any process, they cannot.
 */
export async function bindSignature(db, input) {
  const { appId, body, now } = input;
  const { signature, timestamp, nonce } = input.query;
  const key = hash('sha256', JSON.stringify(['signature', appId, signature, timestamp, nonce]));
  const bodyHash = hash('sha256', body);
  // A text nobody waits for: kept as the answer, so that it is no message under way.
  const { rows } = await sql`
    insert into wechat_message as known (message_key, received_at, answered_at, reply)
    values (decode(${key}, 'hex'), ${now}, ${now}, ${bodyHash})
    on conflict (message_key) do update set answered_at = known.answered_at
    returning reply`.execute(db);
  return rows[0]?.reply === bodyHash;
}
