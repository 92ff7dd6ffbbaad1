import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  AttemptId,
  ExportFormat,
  Id,
  line,
  Moment,
  note,
  nullable,
  pageOf,
  pageQuery,
  PictureId,
  strictObject,
} from './common.ts';
import { CodeHistory } from './scan-log.ts';

/** What the member says is wrong. */
export const AppealKind = Type.Enum(['alreadyClaimed', 'refused', 'fake', 'other']);
export type AppealKind = Static<typeof AppealKind>;

/** `waitingApproval`: a grant above the threshold waits for a second colleague. */
export const AppealState = Type.Enum(['open', 'waitingApproval', 'answered', 'withdrawn']);
export type AppealState = Static<typeof AppealState>;

const answer = Type.String();

export const OwnAppeal = strictObject({
  appealId: Id,
  kind: AppealKind,
  state: AppealState,
  note: Type.String(),
  productName: nullable(Type.String()),
  pictureIds: Type.Array(Type.String()),
  /** What head office answered; null while open. */
  answer: nullable(answer),
  grantedPoints: Type.Integer(),
  createdAt: Moment,
  answeredAt: nullable(Moment),
});
export type OwnAppeal = Static<typeof OwnAppeal>;

export const Appeal = strictObject({
  appealId: Id,
  kind: AppealKind,
  state: AppealState,
  memberId: Id,
  memberName: Type.String(),
  mobileMasked: Type.String(),
  note: Type.String(),
  productId: nullable(Id),
  productName: nullable(Type.String()),
  batchId: nullable(Id),
  /** `batchId-serial`; null when the text is no code of ours. */
  codeRef: nullable(Type.String()),
  pictureCount: Type.Integer(),
  answer: nullable(answer),
  grantedPoints: Type.Integer(),
  /** Points that wait for the second colleague. */
  proposedPoints: nullable(Type.Integer()),
  answeredByName: nullable(Type.String()),
  approvedByName: nullable(Type.String()),
  version: Type.Integer(),
  createdAt: Moment,
  answeredAt: nullable(Moment),
});
export type Appeal = Static<typeof Appeal>;

export const AppealDetail = strictObject({
  ...Appeal.properties,
  pictureIds: Type.Array(Type.String()),
  /** What head office wrote for itself beside the answer. */
  reason: nullable(Type.String()),
  proposedByName: nullable(Type.String()),
  /** Null when the text is no code of ours. */
  history: nullable(CodeHistory),
  /** Other appeals about the same code, and of the same member. */
  sameCodeAppealIds: Type.Array(Id),
  sameMemberAppeals: Type.Integer(),
  events: Type.Array(
    strictObject({
      at: Moment,
      staffName: nullable(Type.String()),
      step: Type.Enum(['opened', 'answered', 'proposed', 'approved', 'declined', 'withdrawn']),
      text: Type.String(),
    }),
  ),
  /** What this caller may do now. */
  mayApprove: Type.Boolean(),
});
export type AppealDetail = Static<typeof AppealDetail>;

const appealParams = strictObject({ appealId: Id });
const pictureParams = strictObject({ appealId: Id, pictureId: PictureId });
const version = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });

const appealFilter = {
  state: Type.Optional(AppealState),
  kind: Type.Optional(AppealKind),
  memberId: Type.Optional(Id),
  productId: Type.Optional(Id),
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  sort: Type.Optional(Type.Enum(['oldest', 'newest'])),
};

export const appealOperations = {
  'POST /api/me/appeal-pictures': {
    summary:
      'Upload a photo for an appeal (at most 20 MB); it is re-encoded, its place and camera are not kept',
    access: 'member',
    body: 'stream',
    reply: strictObject({ pictureId: PictureId }),
  },
  'POST /api/me/appeals': {
    summary: 'Say that a refusal is wrong, or report a fake',
    access: 'member',
    body: strictObject({
      attemptId: AttemptId,
      kind: AppealKind,
      /** What was scanned or typed; absent when the label cannot be read. */
      text: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
      note: note(500),
      /** Uploaded by this member, used once. */
      pictureIds: Type.Array(PictureId, { maxItems: 3, uniqueItems: true }),
    }),
    reply: OwnAppeal,
  },
  'GET /api/me/appeals': {
    summary: 'Own appeals, newest first',
    access: 'member',
    query: strictObject({ ...pageQuery }),
    reply: pageOf(OwnAppeal),
  },
  'GET /api/me/appeals/:appealId': {
    summary: 'One of them',
    access: 'member',
    params: appealParams,
    reply: OwnAppeal,
  },
  'POST /api/me/appeals/:appealId/withdraw': {
    summary: 'Take an open appeal back',
    access: 'member',
    params: appealParams,
    body: strictObject({}),
    reply: OwnAppeal,
  },
  'GET /api/me/appeals/:appealId/pictures/:pictureId': {
    summary: 'A photo of an own appeal',
    access: 'member',
    params: pictureParams,
    reply: 'stream',
  },
  'GET /api/hq/appeals': {
    summary: 'The queue of appeals',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...appealFilter }),
    reply: pageOf(Appeal),
  },
  'GET /api/hq/appeals/export': {
    summary: 'Appeals as a file',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...appealFilter }),
    reply: 'stream',
  },
  'GET /api/hq/appeals/counts': {
    summary: 'How many wait',
    access: 'staff',
    reply: strictObject({ open: Type.Integer(), waitingApproval: Type.Integer() }),
  },
  'GET /api/hq/appeals/:appealId': {
    summary: 'One appeal with the whole history of its code',
    access: 'staff',
    audited: true,
    params: appealParams,
    reply: AppealDetail,
  },
  'GET /api/hq/appeals/:appealId/pictures/:pictureId': {
    summary: 'A photo of an appeal',
    access: 'staff',
    audited: true,
    params: pictureParams,
    reply: 'stream',
  },
  'POST /api/hq/appeals/:appealId/answer': {
    summary:
      'Answer an appeal, with points if they are due; above the threshold they wait for a second colleague',
    access: 'staff',
    params: appealParams,
    body: strictObject({
      attemptId: AttemptId,
      version,
      /** The member reads it. */
      answer: line(500),
      points: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
      /** Kept for head office. */
      reason: note(200),
    }),
    reply: AppealDetail,
  },
  'POST /api/hq/appeals/:appealId/approve': {
    summary: 'Give the points a colleague proposed; never one’s own proposal',
    access: 'staff',
    role: 'administrator',
    params: appealParams,
    body: strictObject({ version }),
    reply: AppealDetail,
  },
  'POST /api/hq/appeals/:appealId/decline': {
    summary: 'Send a proposal back to the queue',
    access: 'staff',
    role: 'administrator',
    params: appealParams,
    body: strictObject({ version, reason: line(200) }),
    reply: AppealDetail,
  },
  'GET /api/hq/appeal-rules': {
    summary: 'What clerks answer by: templates, and how many points they may give',
    access: 'staff',
    reply: strictObject({
      templates: Type.Array(strictObject({ title: Type.String(), text: Type.String() })),
      pointsMax: Type.Integer(),
      approvalAbovePoints: Type.Integer(),
      pointsLeftToday: Type.Integer(),
    }),
  },
} as const;
