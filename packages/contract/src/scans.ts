import { Type } from 'typebox';
import type { Static } from 'typebox';
import { AttemptId, Id, Moment, nullable, strictObject } from './common.ts';

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

/** Is it genuine? What is known of the code beside its points. Told with every scan of a code of ours. */
export const Authenticity = strictObject({
  ...said,
  /**
   * `first`: never scanned before. `again`: only by this person before. `others`: by others too, not
   * unusual. `many`: in so many hands or provinces that it may be a copy.
   */
  verdict: Type.Enum(['first', 'again', 'others', 'many']),
  batchId: Id,
  firstScannedAt: nullable(Moment),
  /** Name of the province of the first scan; null when not known. */
  firstProvince: nullable(Type.String()),
  /** This scan among them. */
  scans: Type.Integer(),
  people: Type.Integer(),
});
export type Authenticity = Static<typeof Authenticity>;

const authenticity = nullable(Authenticity);

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
    /** 「基础10 × 五一双倍 = 20」; null when there is nothing to explain. */
    explanation: nullable(Type.String()),
    authenticity,
  }),
  strictObject({
    outcome: Type.Literal('alreadyYours'),
    ...said,
    points,
    balance: points,
    productName,
    claimedAt: Moment,
    /** 「基础10 × 五一双倍 = 20」; null when there is nothing to explain. */
    explanation: nullable(Type.String()),
    authenticity,
  }),
  strictObject({
    outcome: Type.Literal('claimedByAnother'),
    ...said,
    productName,
    claimedAt: Moment,
    authenticity,
  }),
  strictObject({
    outcome: Type.Literal('notActivated'),
    ...said,
    productName: nullable(productName),
    authenticity,
  }),
  strictObject({
    outcome: Type.Literal('frozen'),
    ...said,
    productName: nullable(productName),
    authenticity,
  }),
  strictObject({
    outcome: Type.Literal('void'),
    ...said,
    productName: nullable(productName),
    authenticity,
  }),
  strictObject({
    outcome: Type.Literal('unknownCode'),
    ...said,
    reason: UnknownReason,
    /** Wrong codes this member may still send today before being locked out. */
    wrongCodesLeft: Type.Integer(),
  }),
  strictObject({ outcome: Type.Literal('lockedOut'), ...said, until: Moment }),
  strictObject({ outcome: Type.Literal('memberFrozen'), ...said }),
  /** On the blacklist; null: until head office lifts it. */
  strictObject({ outcome: Type.Literal('blocked'), ...said, until: nullable(Moment) }),
  /** As many codes as one member of this kind may earn in a Beijing day; the code stays unclaimed. */
  strictObject({
    outcome: Type.Literal('dailyLimit'),
    ...said,
    limit: Type.Integer(),
    until: Moment,
  }),
]);
export type ScanOutcome = Static<typeof ScanOutcome>;

/** What came of asking whether a product is genuine, without an account. */
export const AuthenticityCheck = Type.Union([
  strictObject({
    outcome: Type.Literal('genuine'),
    ...said,
    productName,
    state: Type.Enum(['notActivated', 'activated', 'frozen', 'void']),
    /** Whether its points are gone already. */
    isClaimed: Type.Boolean(),
    authenticity: Authenticity,
  }),
  strictObject({ outcome: Type.Literal('notOurs'), ...said, reason: UnknownReason }),
  strictObject({ outcome: Type.Literal('lockedOut'), ...said, until: Moment }),
]);
export type AuthenticityCheck = Static<typeof AuthenticityCheck>;

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
  'POST /api/authenticity-checks': {
    summary: 'Is this product genuine? Open to everybody; claims nothing',
    access: 'public',
    body: strictObject({
      text: Type.String({ minLength: 1, maxLength: 4096 }),
      scanType: Type.Optional(Type.Enum(['qrcode', 'barcode', 'typed'])),
    }),
    reply: AuthenticityCheck,
  },
} as const;
