import { Type } from 'typebox';
import type { Static } from 'typebox';
import { BatchId, Id, Moment, nullable, pageOf, pageQuery, strictObject } from './common.ts';
import { EntryKind, MemberKind } from './members.ts';

export const PointsEntry = strictObject({
  /** `memberId-sequence`: the n-th movement of that account. */
  entryId: Type.String(),
  memberId: Id,
  memberName: Type.String(),
  memberKind: MemberKind,
  mobileMasked: Type.String(),
  regionCode: nullable(Type.String()),
  kind: EntryKind,
  points: Type.Integer(),
  balanceAfter: Type.Integer(),
  productId: nullable(Id),
  productName: nullable(Type.String()),
  batchId: nullable(Id),
  explanation: Type.String(),
  createdAt: Moment,
});
export type PointsEntry = Static<typeof PointsEntry>;

/** Numbers that move while one watches; a day starts at midnight in Beijing. */
export const LiveTotals = strictObject({
  claimsToday: Type.Integer(),
  pointsToday: Type.Integer(),
  claimsEver: Type.Integer(),
  pointsEver: Type.Integer(),
  members: Type.Integer(),
});
export type LiveTotals = Static<typeof LiveTotals>;

/** What one server-sent event of `GET /api/hq/live` carries (event name `live`). */
export const LiveEvent = strictObject({
  totals: LiveTotals,
  /** Entries since the event before, newest first, at most 20. */
  entries: Type.Array(PointsEntry),
});
export type LiveEvent = Static<typeof LiveEvent>;

export const pointsOperations = {
  'GET /api/hq/points-entries': {
    summary: 'Every movement of points, newest first',
    access: 'staff',
    query: strictObject({
      ...pageQuery,
      kind: Type.Optional(EntryKind),
      productId: Type.Optional(Id),
      batchId: Type.Optional(BatchId),
      /** A whole mobile number, or its last four digits. */
      mobile: Type.Optional(Type.String({ pattern: '^[0-9 +-]{4,20}$' })),
      from: Type.Optional(Moment),
      to: Type.Optional(Moment),
    }),
    reply: pageOf(PointsEntry),
  },
  'GET /api/hq/live': {
    summary: 'Server-sent events: totals and new entries, at most once a second',
    access: 'staff',
    reply: 'stream',
  },
} as const;
