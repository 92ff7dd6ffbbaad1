import type { DeliveryState } from '@mashang/contract';
import { sql } from 'kysely';
import { cleanLine } from '../../../platform/clean-text.ts';
import type { Db, Tx } from '../../../platform/database.ts';
import { deliveryEnded, deliveryNotFound } from '../errors.ts';
import { stateOf } from './delivery-queries.ts';
import { hashToken, makeToken } from './delivery-secrets.ts';

const ticketHours = 24;
/** A broken connection is taken up again; whoever asks more often does something else. */
const fetchesMax = 20;
const userAgentLengthMax = 200;

/** Who takes a file, as the connection shows it. */
export interface Taker {
  address: string;
  userAgent: string;
}

export interface LinkedDelivery {
  deliveryId: number;
  recipient: string;
  firstSerial: number;
  lastSerial: number;
  state: DeliveryState;
  isProtected: boolean;
  expiresAt: Date;
  downloadsLeft: number;
}

/** The copy behind a link. Throws delivery_not_found, whatever is wrong with the token. */
export async function findByToken(db: Db, token: string, now: Date): Promise<LinkedDelivery> {
  const delivery = await db
    .selectFrom('codeDelivery as d')
    .select([
      'd.deliveryId',
      'd.recipient',
      'd.firstSerial',
      'd.lastSerial',
      'd.expiresAt',
      stateOf(now).as('state'),
      sql<boolean>`d.password_sealed is not null`.as('isProtected'),
      sql<number>`d.downloads_max - d.downloads_done`.as('downloadsLeft'),
    ])
    .where('d.tokenHash', '=', hashToken(token))
    .executeTakeFirst();
  if (!delivery) throw deliveryNotFound();
  return delivery;
}

/**
 * Counts a download and gives a ticket, under which the file may be fetched, and fetched again after a
 * broken connection. Fifty who ask at once get as many as are left. Throws delivery_not_found, and to
 * who has the right token delivery_ended.
 */
export async function startDownload(
  tx: Tx,
  { token, taker, now }: { token: string; taker: Taker; now: Date },
): Promise<{ deliveryId: number; ticket: string; expiresAt: Date }> {
  const counted = await tx
    .updateTable('codeDelivery as d')
    .set({ downloadsDone: sql`downloads_done + 1` })
    .where('d.tokenHash', '=', hashToken(token))
    .where(stateOf(now), '=', 'open')
    .returning('d.deliveryId')
    .executeTakeFirst();
  if (!counted) throw refusalOf((await findByToken(tx, token, now)).state);
  const { deliveryId } = counted;
  const ticket = makeToken();
  const expiresAt = new Date(now.getTime() + ticketHours * 60 * 60 * 1000);
  await tx
    .insertInto('codeDownload')
    .values({
      deliveryId,
      ...describeTaker(taker),
      ticketHash: hashToken(ticket),
      ticketExpiresAt: expiresAt,
      createdAt: now,
    })
    .execute();
  return { deliveryId, ticket, expiresAt };
}

/** What of a taker is kept. */
export function describeTaker({ address, userAgent }: Taker): Taker {
  return { address, userAgent: cleanLine(userAgent).slice(0, userAgentLengthMax) };
}

/** One fetch under a way in: the line of the log it counts on, and what was taken. */
export interface Fetch {
  deliveryId: number;
  downloadId: number;
}

/**
 * Lets the file of a started download be fetched once more. A fetch from another address than the one
 * that started it gets a line of its own in the log. Throws delivery_not_found for a ticket nobody
 * gave out, else delivery_ended: too old, used too often, or the copy was revoked.
 */
export async function useTicket(
  tx: Tx,
  { ticket, taker, now }: { ticket: string; taker: Taker; now: Date },
): Promise<Fetch> {
  const ticketHash = hashToken(ticket);
  const { rows } = await sql<Fetch & { address: string }>`
    update code_download t set fetches = fetches + 1
    from code_delivery d
    where t.ticket_hash = ${ticketHash} and ${isInForce(now)} and d.delivery_id = t.delivery_id
    returning t.download_id, t.delivery_id, t.address`.execute(tx);
  const [used] = rows;
  if (!used) throw await refusalOfTicket(tx, ticketHash);
  const { deliveryId, downloadId } = used;
  if (used.address === taker.address) return { deliveryId, downloadId };
  return { deliveryId, downloadId: await logFetch(tx, { deliveryId, staffId: null, taker, now }) };
}

/** The delivery behind a ticket, without counting a fetch. Throws as `useTicket` does. */
export async function lookAtTicket(db: Db, ticket: string, now: Date): Promise<number> {
  const ticketHash = hashToken(ticket);
  const { rows } = await sql<{ deliveryId: number }>`
    select d.delivery_id from code_download t join code_delivery d on d.delivery_id = t.delivery_id
    where t.ticket_hash = ${ticketHash} and ${isInForce(now)}`.execute(db);
  if (!rows[0]) throw await refusalOfTicket(db, ticketHash);
  return rows[0].deliveryId;
}

/** A line of the log of a fetch that no ticket stands for. */
export async function logFetch(
  tx: Tx,
  fetch: { deliveryId: number; staffId: number | null; taker: Taker; now: Date },
): Promise<number> {
  const { deliveryId, staffId, taker, now } = fetch;
  const { downloadId } = await tx
    .insertInto('codeDownload')
    .values({ deliveryId, staffId, ...describeTaker(taker), fetches: 1, createdAt: now })
    .returning('downloadId')
    .executeTakeFirstOrThrow();
  return downloadId;
}

function isInForce(now: Date) {
  return sql`t.ticket_expires_at > ${now}::timestamptz and t.fetches < ${fetchesMax}
    and d.revoked_at is null`;
}

async function refusalOfTicket(db: Db, ticketHash: Buffer) {
  const known = await db
    .selectFrom('codeDownload')
    .select('downloadId')
    .where('ticketHash', '=', ticketHash)
    .executeTakeFirst();
  return known ? deliveryEnded('这次下载已失效，请回到领取页面重新开始') : deliveryNotFound();
}

function refusalOf(state: DeliveryState) {
  // Open by now: what it was refused for has been lifted meanwhile.
  const messages = {
    open: '请再试一次',
    usedUp: '下载次数已用完，请联系给您链接的人',
    expired: '链接已过期，请联系给您链接的人',
    revoked: '这份文件已被撤销，请联系给您链接的人',
  };
  return deliveryEnded(messages[state], state);
}

/** Hashes of tickets nobody can use any more. The log of who took what stays for ever. */
export async function purgeTickets(tx: Tx, now: Date): Promise<void> {
  await tx
    .updateTable('codeDownload')
    .set({ ticketHash: null, ticketExpiresAt: null })
    .where('ticketExpiresAt', '<=', now)
    .execute();
}
