import { Type } from 'typebox';
import type { Static } from 'typebox';
import { AttemptId, Moment, nullable, strictObject } from './common.ts';

/** Why a text is not a code of ours. */
export const UnknownReason = Type.Enum([
  'notFound', // well formed, but no such code exists
  'mistyped', // the check symbol says so: a typing slip, not counted as a wrong guess
  'malformed', // too short, too long, or letters no code has
  'barcode', // the retail barcode, not the points QR
  'otherSite', // an address of somebody else's site
]);
export type UnknownReason = Static<typeof UnknownReason>;

const said = {
  /** One short line for the top of the page, e.g. 恭喜您，积分成功. */
  title: Type.String(),
  /** What happened and what to do next, in words a cook understands. */
  detail: Type.String(),
};
const productName = Type.String();
const points = Type.Integer();

/**
 * What came of a scan. Chat and page show the same `title` and `detail`.
 * `awarded` is also what a repeated request with the same `attemptId` gets.
 */
export const ScanOutcome = Type.Union([
  strictObject({
    outcome: Type.Literal('awarded'),
    ...said,
    points,
    balance: points,
    productName,
    claimedAt: Moment,
  }),
  strictObject({
    outcome: Type.Literal('alreadyYours'),
    ...said,
    points,
    balance: points,
    productName,
    claimedAt: Moment,
  }),
  strictObject({
    outcome: Type.Literal('claimedByAnother'),
    ...said,
    productName,
    claimedAt: Moment,
  }),
  strictObject({
    outcome: Type.Literal('notActivated'),
    ...said,
    productName: nullable(productName),
  }),
  strictObject({ outcome: Type.Literal('frozen'), ...said, productName: nullable(productName) }),
  strictObject({ outcome: Type.Literal('void'), ...said, productName: nullable(productName) }),
  strictObject({
    outcome: Type.Literal('unknownCode'),
    ...said,
    reason: UnknownReason,
    /** Wrong codes this member may still send today before being locked out. */
    wrongCodesLeft: Type.Integer(),
  }),
  strictObject({ outcome: Type.Literal('lockedOut'), ...said, until: Moment }),
  strictObject({ outcome: Type.Literal('memberFrozen'), ...said }),
]);
export type ScanOutcome = Static<typeof ScanOutcome>;

export const scanOperations = {
  'POST /api/scans': {
    summary: 'A scanned or typed code becomes points, once per code',
    access: 'member',
    body: strictObject({
      /** What the scanner read or the person typed: a URL, a code, a barcode. */
      text: Type.String({ minLength: 1, maxLength: 4096 }),
      /** As WeChat names it; `typed` when a person typed it. */
      scanType: Type.Optional(Type.Enum(['qrcode', 'barcode', 'typed'])),
      /** Made once per scan by the page; a retry with the same id gets the same answer. */
      attemptId: Type.Optional(AttemptId),
    }),
    reply: ScanOutcome,
  },
} as const;
