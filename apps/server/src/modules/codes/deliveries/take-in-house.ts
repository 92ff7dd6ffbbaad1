import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/database.ts';
import { deliveryEnded, deliveryNotFound } from '../errors.ts';
import { stateOf } from './delivery-queries.ts';
import { logFetch } from './pick-up.ts';
import type { Taker } from './pick-up.ts';

/** Parts of a file asked for within this time belong to one download. */
const resumeMs = 24 * 60 * 60 * 1000;

interface InHouse {
  deliveryId: number;
  staffId: number;
  taker: Taker;
  /** A part is asked for: a download that goes on. */
  isPart: boolean;
  now: Date;
}

/** Writes down that head office takes a copy itself. @returns the line of the log */
export async function logInHouseFetch(tx: Tx, fetch: InHouse): Promise<number> {
  const { deliveryId, staffId, taker, isPart, now } = fetch;
  if (isPart) {
    const since = new Date(now.getTime() - resumeMs);
    const { rows } = await sql<{ downloadId: number }>`
      update code_download set fetches = fetches + 1 where download_id = (
        select max(download_id) from code_download where delivery_id = ${deliveryId}
          and staff_id = ${staffId} and address = ${taker.address} and created_at > ${since})
      returning download_id`.execute(tx);
    if (rows[0]) return rows[0].downloadId;
  }
  return logFetch(tx, { deliveryId, staffId, taker, now });
}

/**
 * The number of downloads is that of the link; head office may take the copy until it expires or is
 * revoked. Throws delivery_not_found, delivery_ended.
 */
export async function requireInForce(db: Db, deliveryId: number, now: Date): Promise<void> {
  const delivery = await db
    .selectFrom('codeDelivery as d')
    .select(stateOf(now).as('state'))
    .where('deliveryId', '=', deliveryId)
    .executeTakeFirst();
  if (!delivery) throw deliveryNotFound();
  if (delivery.state === 'revoked') throw deliveryEnded('这份交付已撤销，不能再下载', 'revoked');
  if (delivery.state === 'expired') {
    throw deliveryEnded('这份交付已过期；需要时请先延长有效期', 'expired');
  }
}
