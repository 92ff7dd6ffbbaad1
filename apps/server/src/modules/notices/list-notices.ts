import type { Notice, QueryOf } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database.ts';
import { readCursor, writeCursor } from '../../platform/paging.ts';
import type { Language } from '../../texts.ts';
import { noticePath, noticeTexts, type NoticeDetails } from '../../texts-notices.ts';

const limitDefault = 20;

/** A page of a member's notices, newest first, in the words of their language. */
export async function listNotices(
  db: Db,
  { memberId, language }: { memberId: number; language: Language },
  query: QueryOf<'GET /api/me/notices'>,
): Promise<{ rows: Notice[]; next: string | null }> {
  const { limit = limitDefault } = query;
  const position = readCursor(query.cursor, isPosition);
  let select = db.selectFrom('notice').selectAll().where('memberId', '=', memberId);
  if (position) select = select.where('noticeId', '<', position.noticeId);
  const found = await select
    .orderBy('noticeId', 'desc')
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map((row) => {
      const kind = row.kind as Notice['kind'];
      const details = row.details as NoticeDetails;
      return {
        noticeId: row.noticeId,
        kind,
        ...noticeTexts[language][kind](details),
        path: noticePath(kind, details),
        createdAt: row.createdAt.toISOString(),
        isRead: row.readAt !== null,
      };
    }),
    next: last && found.length > limit ? writeCursor({ noticeId: last.noticeId }) : null,
  };
}

/** How many notices a member has not read. */
export async function countUnreadNotices(db: Db, memberId: number): Promise<number> {
  const { unread } = await db
    .selectFrom('notice')
    .select(sql<number>`count(*)::int`.as('unread'))
    .where('memberId', '=', memberId)
    .where('readAt', 'is', null)
    .executeTakeFirstOrThrow();
  return unread;
}

/** Marks a member's notices up to one as read. What came after it stays new. */
export async function markNoticesRead(
  tx: Tx,
  { memberId, upToNoticeId, now }: { memberId: number; upToNoticeId: number; now: Date },
): Promise<void> {
  await tx
    .updateTable('notice')
    .set({ readAt: now })
    .where('memberId', '=', memberId)
    .where('noticeId', '<=', upToNoticeId)
    .where('readAt', 'is', null)
    .execute();
}

function isPosition(value: unknown): value is { noticeId: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'noticeId' in value &&
    Number.isSafeInteger(value.noticeId)
  );
}
