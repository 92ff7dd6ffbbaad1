import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  BatchId,
  Empty,
  ExportFormat,
  Id,
  line,
  Moment,
  nullable,
  pageOf,
  pageQuery,
  RegionCode,
  strictObject,
} from './common.ts';
import { MemberKind } from './members.ts';

/**
 * `draft` pays nothing yet; `running` pays inside its window; `paused` may go on; `ended` is final.
 * Before its window a running campaign is shown as scheduled, after it as over.
 */
export const CampaignState = Type.Enum(['draft', 'running', 'paused', 'ended']);
export type CampaignState = Static<typeof CampaignState>;

/** What has to be so of the scan, beside the conditions: any, or the member's first one. */
export const Occasion = Type.Enum(['any', 'firstEver', 'firstOfDay', 'firstOfProduct']);
export type Occasion = Static<typeof Occasion>;

const rewardPoints = Type.Integer({ minimum: 1, maximum: 1_000_000 });

/** What a campaign does with the points counted so far. */
export const CampaignEffect = Type.Union([
  strictObject({
    kind: Type.Literal('multiply'),
    /** Hundredths: 200 doubles, 150 gives half as much again. Fractions of a point are dropped. */
    factorPercent: Type.Integer({ minimum: 101, maximum: 10_000 }),
  }),
  strictObject({ kind: Type.Literal('add'), points: rewardPoints }),
  /** Instead of what was counted so far. */
  strictObject({ kind: Type.Literal('fixed'), points: rewardPoints }),
  /** Adds a number drawn once a code: a retry draws the same. Both ends may be drawn. */
  strictObject({
    kind: Type.Literal('random'),
    pointsMin: rewardPoints,
    pointsMax: rewardPoints,
  }),
]);
export type CampaignEffect = Static<typeof CampaignEffect>;

const timesMax = nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 }));
const serial = Type.Integer({ minimum: 0, maximum: 2 ** 36 - 1 });

/** Part of a batch; both ends belong to it. Absent ends: the whole batch. */
const BatchRange = strictObject({
  batchId: BatchId,
  firstSerial: nullable(serial),
  lastSerial: nullable(serial),
});

const campaignFields = {
  name: line(40),
  /** From this moment, before that one. */
  startsAt: Moment,
  endsAt: Moment,
  /** Empty: every product. */
  productIds: Type.Array(Id, { maxItems: 200, uniqueItems: true }),
  /** Empty: every batch. */
  batchRanges: Type.Array(BatchRange, { maxItems: 200 }),
  /** Empty: every kind. */
  memberKinds: Type.Array(MemberKind, { maxItems: 2, uniqueItems: true }),
  /** Provinces or cities where the member lives; a province stands for its cities. Empty: everywhere. */
  regionCodes: Type.Array(RegionCode, { maxItems: 400, uniqueItems: true }),
  occasion: Occasion,
  effect: CampaignEffect,
  /** Campaigns apply from the smallest to the largest, then by age. */
  position: Type.Integer({ minimum: 1, maximum: 1_000 }),
  /** No campaign applies after this one. */
  isLast: Type.Boolean(),
  /** How often one member may have it in a Beijing day, and in all. Null: no limit. */
  memberDailyTimesMax: timesMax,
  memberTotalTimesMax: timesMax,
  /** Points it may give in all, over what the scans would have earned without it. Null: no limit. */
  budgetPoints: nullable(Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 })),
};

export const Campaign = strictObject({
  campaignId: Id,
  ...campaignFields,
  state: CampaignState,
  /** Points given over what the scans would have earned without it. */
  spentPoints: Type.Integer(),
  /** Scans it applied to. */
  appliedTimes: Type.Integer(),
  /** Of the products named, in the same order. */
  productNames: Type.Array(Type.String()),
  version: Type.Integer(),
  createdAt: Moment,
});
export type Campaign = Static<typeof Campaign>;

/** Why a campaign did or did not apply to a scan. */
export const CampaignVerdict = Type.Enum([
  'applied',
  'notStarted',
  'over',
  'notRunning',
  'otherProduct',
  'otherBatch',
  'otherMemberKind',
  'otherRegion',
  'notFirst',
  'memberDailyLimit',
  'memberTotalLimit',
  'budgetSpent',
  'afterLast',
]);
export type CampaignVerdict = Static<typeof CampaignVerdict>;

export const DryRun = strictObject({
  /** What would be earned now; null when the scan would earn nothing, and `refusal` says why. */
  points: nullable(Type.Integer()),
  refusal: nullable(Type.String()),
  productName: nullable(Type.String()),
  batchId: nullable(Id),
  memberName: nullable(Type.String()),
  /** Points of the product, or of the range when it has its own. */
  basePoints: nullable(Type.Integer()),
  baseFrom: nullable(Type.Enum(['product', 'range'])),
  /** 「基础10 × 五一双倍 = 20」 */
  explanation: Type.String(),
  /** Every campaign that is not a draft, in the order they were asked. */
  rules: Type.Array(
    strictObject({
      campaignId: Id,
      name: Type.String(),
      verdict: CampaignVerdict,
      /** The verdict in words, with what it hangs on. */
      reason: Type.String(),
      /** Counted before and after it; equal when it did not apply. */
      pointsBefore: Type.Integer(),
      pointsAfter: Type.Integer(),
    }),
  ),
});
export type DryRun = Static<typeof DryRun>;

const campaignParams = strictObject({ campaignId: Id });
const version = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });

const campaignFilter = {
  search: Type.Optional(Type.String({ maxLength: 40 })),
  state: Type.Optional(CampaignState),
  productId: Type.Optional(Id),
  /** Those whose window meets this period: what a calendar shows. */
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  sort: Type.Optional(Type.Enum(['newest', 'startsAt', 'position'])),
};

export const campaignOperations = {
  'GET /api/hq/campaigns': {
    summary: 'Campaigns: more points for some scans, for a time',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...campaignFilter }),
    reply: pageOf(Campaign),
  },
  'GET /api/hq/campaigns/export': {
    summary: 'Campaigns as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...campaignFilter }),
    reply: 'stream',
  },
  'GET /api/hq/campaigns/:campaignId': {
    summary: 'One campaign',
    access: 'staff',
    params: campaignParams,
    reply: Campaign,
  },
  'POST /api/hq/campaigns': {
    summary: 'Add a campaign; it is a draft until it is started',
    access: 'staff',
    role: 'administrator',
    body: strictObject(campaignFields),
    reply: Campaign,
  },
  'PUT /api/hq/campaigns/:campaignId': {
    summary: 'Change a campaign that has not ended; scans already paid keep what they were given',
    access: 'staff',
    role: 'administrator',
    params: campaignParams,
    body: strictObject({ ...campaignFields, version }),
    reply: Campaign,
  },
  'POST /api/hq/campaigns/:campaignId/state': {
    summary: 'Start, pause or resume (running), or end a campaign; an ended one stays ended',
    access: 'staff',
    role: 'administrator',
    params: campaignParams,
    body: strictObject({ state: Type.Enum(['running', 'paused', 'ended']), version }),
    reply: Campaign,
  },
  'DELETE /api/hq/campaigns/:campaignId': {
    summary: 'Delete a draft',
    access: 'staff',
    role: 'administrator',
    params: campaignParams,
    reply: Empty,
  },
  'POST /api/hq/campaigns/dry-run': {
    summary:
      'What would this code earn for this member at this moment, and why; nothing is changed',
    access: 'staff',
    body: strictObject({
      /** A code, an address; absent: give the product, and its batch if it matters. */
      text: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
      productId: Type.Optional(Id),
      batchId: Type.Optional(BatchId),
      serial: Type.Optional(serial),
      /** A member as they are; absent: give what matters of one. */
      memberId: Type.Optional(Id),
      memberKind: Type.Optional(MemberKind),
      regionCode: Type.Optional(nullable(RegionCode)),
      /** Of a made-up member: which firsts this scan would be. */
      isFirstEver: Type.Optional(Type.Boolean()),
      isFirstOfDay: Type.Optional(Type.Boolean()),
      isFirstOfProduct: Type.Optional(Type.Boolean()),
      at: Moment,
      /** Also ask this draft, as if it were running. */
      draftCampaignId: Type.Optional(Id),
    }),
    reply: DryRun,
  },
} as const;
