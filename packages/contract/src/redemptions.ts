import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  AttemptId,
  Empty,
  ExportFormat,
  Id,
  line,
  Moment,
  note,
  nullable,
  pageOf,
  pageQuery,
  RegionCode,
  strictObject,
} from './common.ts';
import { ErrorCode } from './errors.ts';
import { MemberKind } from './members.ts';

export const RedemptionState = Type.Enum([
  'applied',
  'approved',
  'shipped',
  'received',
  'rejected',
  'cancelled',
]);
export type RedemptionState = Static<typeof RedemptionState>;

const RedemptionEvent = strictObject({
  state: RedemptionState,
  /** Who did it: the member, or a clerk by name (head office only; members see 品牌方). */
  by: Type.String(),
  note: Type.String(),
  createdAt: Moment,
});

const RedemptionAddress = strictObject({
  recipient: Type.String(),
  mobile: Type.String(),
  regionCode: Type.String(),
  detail: Type.String(),
});

const common = {
  redemptionId: Id,
  giftId: Id,
  giftName: Type.String(),
  pictureId: nullable(Type.String()),
  quantity: Type.Integer(),
  pointsTotal: Type.Integer(),
  state: RedemptionState,
  carrier: nullable(Type.String()),
  trackingNumber: nullable(Type.String()),
  rejectReason: nullable(Type.String()),
  createdAt: Moment,
  updatedAt: Moment,
};

export const OwnRedemption = strictObject(common);
export type OwnRedemption = Static<typeof OwnRedemption>;

export const OwnRedemptionDetail = strictObject({
  ...common,
  memberNote: Type.String(),
  /** null once the retention period is over. */
  address: nullable(RedemptionAddress),
  timeline: Type.Array(RedemptionEvent),
});
export type OwnRedemptionDetail = Static<typeof OwnRedemptionDetail>;

export const Redemption = strictObject({
  ...common,
  memberId: Id,
  memberName: Type.String(),
  memberKind: MemberKind,
  mobileMasked: Type.String(),
  regionCode: nullable(Type.String()),
  memberNote: Type.String(),
});
export type Redemption = Static<typeof Redemption>;

/** For the packing slip: an address is personal, so every look at it is audited. */
export const PackingSlip = strictObject({
  ...Redemption.properties,
  address: nullable(RedemptionAddress),
  timeline: Type.Array(RedemptionEvent),
});
export type PackingSlip = Static<typeof PackingSlip>;

const redemptionFilter = {
  state: Type.Optional(RedemptionState),
  memberId: Type.Optional(Id),
  giftId: Type.Optional(Id),
  /** A whole mobile number of the member, or its last four digits. */
  mobile: Type.Optional(Type.String({ pattern: '^[0-9 +-]{4,20}$' })),
  trackingNumber: Type.Optional(Type.String({ maxLength: 60 })),
  /** Province or city. */
  region: Type.Optional(RegionCode),
  memberKind: Type.Optional(MemberKind),
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  sort: Type.Optional(Type.Enum(['newest', 'oldest'])),
};

const redemptionParams = strictObject({ redemptionId: Id });
const redemptionIds = Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true });

/** What came of a batch, one by one: what could be done was done. */
const BatchReply = strictObject({
  done: Type.Array(Id),
  refused: Type.Array(strictObject({ redemptionId: Id, code: ErrorCode, message: Type.String() })),
});

export const redemptionOperations = {
  'POST /api/me/redemptions': {
    summary:
      'Points become a gift, once per `attemptId`; refused when the gift changed since the page was read',
    access: 'member',
    body: strictObject({
      attemptId: AttemptId,
      giftId: Id,
      quantity: Type.Integer({ minimum: 1, maximum: 1000 }),
      /** The price the member saw. */
      pointsPrice: Type.Integer({ minimum: 1 }),
      addressId: Id,
      note: note(200),
    }),
    reply: strictObject({ redemption: OwnRedemption, balance: Type.Integer() }),
  },
  'GET /api/me/redemptions': {
    summary: 'Own redemptions, newest first',
    access: 'member',
    query: strictObject({ ...pageQuery, state: Type.Optional(RedemptionState) }),
    reply: pageOf(OwnRedemption),
  },
  'GET /api/me/redemptions/:redemptionId': {
    summary: 'One own redemption with its timeline',
    access: 'member',
    params: redemptionParams,
    reply: OwnRedemptionDetail,
  },
  'POST /api/me/redemptions/:redemptionId/cancel': {
    summary: 'Cancel before it is shipped; points and stock go back',
    access: 'member',
    params: redemptionParams,
    body: Empty,
    reply: strictObject({ redemption: OwnRedemptionDetail, balance: Type.Integer() }),
  },
  'POST /api/me/redemptions/:redemptionId/receive': {
    summary: 'The gift has arrived',
    access: 'member',
    params: redemptionParams,
    body: Empty,
    reply: strictObject({ redemption: OwnRedemptionDetail }),
  },
  'GET /api/hq/redemptions': {
    summary: 'All redemptions',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...redemptionFilter }),
    reply: pageOf(Redemption),
  },
  'GET /api/hq/redemptions/counts': {
    summary: 'How many redemptions are in each state, under the same filters',
    access: 'staff',
    query: strictObject(redemptionFilter),
    reply: strictObject({
      applied: Type.Integer(),
      approved: Type.Integer(),
      shipped: Type.Integer(),
      received: Type.Integer(),
      rejected: Type.Integer(),
      cancelled: Type.Integer(),
    }),
  },
  'GET /api/hq/redemptions/export': {
    summary: 'Redemptions as a file; `addresses=1` adds recipients and addresses, for the carrier',
    access: 'staff',
    audited: true,
    query: strictObject({
      format: ExportFormat,
      addresses: Type.Optional(Type.Enum(['1'])),
      ...redemptionFilter,
    }),
    reply: 'stream',
  },
  'GET /api/hq/redemptions/:redemptionId': {
    summary: 'One redemption with address and timeline',
    access: 'staff',
    audited: true,
    params: redemptionParams,
    reply: PackingSlip,
  },
  'POST /api/hq/redemptions/packing-slips': {
    summary: 'Everything a packing slip shows, for up to 200 redemptions',
    access: 'staff',
    body: strictObject({ redemptionIds }),
    reply: strictObject({ slips: Type.Array(PackingSlip) }),
  },
  'POST /api/hq/redemptions/approve': {
    summary: 'applied → approved',
    access: 'staff',
    body: strictObject({ redemptionIds }),
    reply: BatchReply,
  },
  'POST /api/hq/redemptions/ship': {
    summary: 'approved → shipped, each with carrier and tracking number',
    access: 'staff',
    body: strictObject({
      shipments: Type.Array(
        strictObject({ redemptionId: Id, carrier: line(40), trackingNumber: line(60) }),
        { minItems: 1, maxItems: 200 },
      ),
    }),
    reply: BatchReply,
  },
  'POST /api/hq/redemptions/receive': {
    summary: 'shipped → received',
    access: 'staff',
    body: strictObject({ redemptionIds }),
    reply: BatchReply,
  },
  'POST /api/hq/redemptions/reject': {
    summary:
      'applied or approved → rejected, with a reason the member sees; points and stock go back',
    access: 'staff',
    body: strictObject({ redemptionIds, reason: line(200) }),
    reply: BatchReply,
  },
} as const;
