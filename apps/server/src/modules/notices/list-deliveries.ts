import type { Notice, NoticeDelivery, QueryOf } from '@mashang/contract';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import { readMoment } from '../../platform/read-moment.ts';
import type { Language } from '../../texts.ts';
import { noticeTexts, type NoticeDetails } from '../../texts-notices.ts';
import { deliveryTexts, type DeliveryReason } from '../../texts-notice-channels.ts';

export type DeliveryFilter = Omit<QueryOf<'GET /api/hq/notice-deliveries'>, 'cursor' | 'limit'>;

export type DescribeMembers = (
  db: Db,
  memberIds: number[],
) => Promise<Map<number, { name: string; mobileMasked: string }>>;

interface DeliveryRow {
  noticeDeliveryId: number;
  noticeId: number;
  memberId: number;
  channel: NoticeDelivery['channel'];
  state: NoticeDelivery['state'];
  reason: DeliveryReason | null;
  errcode: number | null;
  createdAt: Date;
  reportedAt: Date | null;
  kind: Notice['kind'];
  details: NoticeDetails;
}

interface DeliveryPosition {
  createdAtMs: number;
  noticeDeliveryId: number;
}

/**
 * A page of what was sent to WeChat users, newest first unless said otherwise; what is being sent at
 * this moment is not in it. Throws bad_request for moments and cursors that are none.
 */
export async function listDeliveries(
  db: Db,
  filter: DeliveryFilter,
  page: { cursor?: string | undefined; limit: number },
  reader: { language: Language; describeMembers: DescribeMembers },
): Promise<{ rows: NoticeDelivery[]; next: string | null }> {
  const conditions = conditionsOf(filter);
  const after = readCursor(page.cursor, isPosition);
  if (after) {
    const beyond = sql.raw(filter.sort === 'oldest' ? '>' : '<');
    // Moments are written by JavaScript: they have no more than its milliseconds.
    conditions.push(sql`(delivery.created_at, delivery.notice_delivery_id) ${beyond}
      (${new Date(after.createdAtMs)}::timestamptz, ${after.noticeDeliveryId}::bigint)`);
  }
  const order = sql.raw(filter.sort === 'oldest' ? 'asc' : 'desc');
  const found = await sql<DeliveryRow>`
    select delivery.notice_delivery_id, delivery.notice_id, delivery.member_id, delivery.channel,
      delivery.state, delivery.reason, delivery.errcode, delivery.created_at, delivery.reported_at,
      notice.kind, notice.details
    from notice_delivery delivery
    join notice on notice.notice_id = delivery.notice_id
    where ${sql.join(conditions, sql` and `)}
    order by delivery.created_at ${order}, delivery.notice_delivery_id ${order}
    limit ${page.limit + 1}`.execute(db);
  const rows = found.rows.slice(0, page.limit);
  const members = await reader.describeMembers(
    db,
    rows.map(({ memberId }) => memberId),
  );
  const last = rows.at(-1);
  const isEnd = last === undefined || found.rows.length <= page.limit;
  return {
    rows: rows.map((row) => describe(row, members.get(row.memberId), reader.language)),
    next: isEnd ? null : writeCursor(positionOf(last)),
  };
}

function conditionsOf(filter: DeliveryFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [
    filter.state ? sql`delivery.state = ${filter.state}` : sql`delivery.state <> 'sending'`,
  ];
  if (filter.channel) conditions.push(sql`delivery.channel = ${filter.channel}`);
  if (filter.memberId) conditions.push(sql`delivery.member_id = ${filter.memberId}`);
  if (filter.from) conditions.push(sql`delivery.created_at >= ${readMoment(filter.from)}`);
  if (filter.to) conditions.push(sql`delivery.created_at < ${readMoment(filter.to)}`);
  return conditions;
}

function describe(
  row: DeliveryRow,
  member: { name: string; mobileMasked: string } | undefined,
  language: Language,
): NoticeDelivery {
  const { noticeDeliveryId, noticeId, memberId, channel, state } = row;
  return {
    ...{ noticeDeliveryId, noticeId, memberId, channel, state },
    memberName: member?.name ?? '',
    mobileMasked: member?.mobileMasked ?? '',
    title: noticeTexts[language][row.kind](row.details).title,
    reason: reasonOf(row, language),
    createdAt: row.createdAt.toISOString(),
    reportedAt: row.reportedAt?.toISOString() ?? null,
  };
}

/** With the platform's number, for looking it up. */
function reasonOf({ reason, errcode }: DeliveryRow, language: Language): string | null {
  if (reason === null) return null;
  const words = deliveryTexts[language].reasons[reason];
  return errcode === null ? words : `${words} (${errcode})`;
}

function positionOf({ createdAt, noticeDeliveryId }: DeliveryRow): DeliveryPosition {
  return { createdAtMs: createdAt.getTime(), noticeDeliveryId };
}

function isPosition(value: unknown): value is DeliveryPosition {
  const { createdAtMs, noticeDeliveryId } = (value ?? {}) as Record<string, unknown>;
  return (
    Number.isSafeInteger(noticeDeliveryId) &&
    Number.isSafeInteger(createdAtMs) &&
    Math.abs(Number(createdAtMs)) < 8e13
  );
}
