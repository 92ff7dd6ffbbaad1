import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Empty, Id, Moment, nullable, pageOf, pageQuery, strictObject } from './common.ts';

export const NoticeKind = Type.Enum([
  'redemptionApplied',
  'redemptionApproved',
  'redemptionShipped',
  'redemptionReceived',
  'redemptionRejected',
  'redemptionCancelled',
  'pointsAdjusted',
  'accountFrozen',
  'accountThawed',
  'appealAnswered',
  'appealGranted',
]);
export type NoticeKind = Static<typeof NoticeKind>;

/** Something a member should know; in the app always, in the WeChat chat when WeChat lets us. */
export const Notice = strictObject({
  noticeId: Id,
  kind: NoticeKind,
  title: Type.String(),
  detail: Type.String(),
  /** The page it leads to, e.g. `/redemptions/12`. */
  path: nullable(Type.String()),
  createdAt: Moment,
  isRead: Type.Boolean(),
});
export type Notice = Static<typeof Notice>;

export const noticeOperations = {
  'GET /api/me/notices': {
    summary: 'Own notices, newest first',
    access: 'member',
    query: strictObject({ ...pageQuery }),
    reply: pageOf(Notice),
  },
  'POST /api/me/notices/read': {
    summary: 'Mark notices up to one as read',
    access: 'member',
    body: strictObject({ upToNoticeId: Id }),
    reply: Empty,
  },
} as const;
