import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { SmsMessage } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import { readMoment } from '../../platform/read-moment.ts';

export interface MessageFilter {
  state?: SmsMessage['state'] | undefined;
  provider?: string | undefined;
  mobileLast4?: string | undefined;
  from?: string | undefined;
  /** Exclusive. */
  to?: string | undefined;
  sort?: 'newest' | 'oldest' | undefined;
}

type MessageRow = Omit<SmsMessage, 'createdAt'> & { createdAt: Date; exactCreatedAt: string };

interface MessagePosition {
  createdAt: string;
  smsMessageId: number;
}

/** A page of the messages, newest first unless said otherwise. Throws bad_request for moments and cursors that are none. */
export async function listMessages(
  db: Db,
  filter: MessageFilter,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ rows: SmsMessage[]; next: string | null }> {
  const conditions = conditionsOf(filter);
  const after = readCursor(page.cursor, isMessagePosition);
  if (after) {
    const beyond = sql.raw(filter.sort === 'oldest' ? '>' : '<');
    conditions.push(sql`(created_at, sms_message_id) ${beyond}
      (${after.createdAt}::timestamptz, ${after.smsMessageId}::bigint)`);
  }
  const order = sql.raw(filter.sort === 'oldest' ? 'asc' : 'desc');
  const { rows } = await sql<MessageRow>`
    select sms_message_id, mobile_last4, provider, state, failure, first_failure, price_milliyuan,
      address, created_at, created_at::text as exact_created_at
    from sms_message
    where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`}
    order by created_at ${order}, sms_message_id ${order}
    limit ${page.limit + 1}`.execute(db);
  const last = rows[page.limit - 1];
  const position = rows.length > page.limit && last ? positionOf(last) : null;
  return { rows: rows.slice(0, page.limit).map(toMessage), next: writeCursor(position) };
}

function conditionsOf(filter: MessageFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  // Written out, so that the index of the failed ones fits.
  if (filter.state === 'failed') conditions.push(sql`state = 'failed'`);
  else if (filter.state) conditions.push(sql`state = ${filter.state}`);
  if (filter.provider) conditions.push(sql`provider = ${withoutNul(filter.provider)}`);
  if (filter.mobileLast4) conditions.push(sql`mobile_last4 = ${filter.mobileLast4}`);
  if (filter.from) conditions.push(sql`created_at >= ${readMoment(filter.from)}`);
  if (filter.to) conditions.push(sql`created_at < ${readMoment(filter.to)}`);
  return conditions;
}

/** PostgreSQL knows no NUL; no provider has one in its name. */
function withoutNul(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

function toMessage({ exactCreatedAt: _exact, createdAt, ...row }: MessageRow): SmsMessage {
  return { ...row, createdAt: createdAt.toISOString() };
}

/** The exact moment: JavaScript's has no microseconds, and rows between two would be skipped. */
function positionOf({ exactCreatedAt, smsMessageId }: MessageRow): MessagePosition {
  return { createdAt: exactCreatedAt, smsMessageId };
}

function isMessagePosition(value: unknown): value is MessagePosition {
  const { createdAt, smsMessageId } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof createdAt === 'string' &&
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d$/.test(createdAt) &&
    !Number.isNaN(Date.parse(createdAt.replace(' ', 'T') + ':00')) &&
    Number.isSafeInteger(smsMessageId)
  );
}
