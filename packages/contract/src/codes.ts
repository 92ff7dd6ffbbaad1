import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  AttemptId,
  BatchId,
  ExportFormat,
  Id,
  Moment,
  nullable,
  pageOf,
  pageQuery,
  strictObject,
} from './common.ts';

/**
 * Where codes are in their life; see docs/glossary.md. `delivered`: minted, and a copy has left the
 * house. `scheduled`: will be activated at a time to come.
 */
export const BatchState = Type.Enum([
  'importing',
  'minted',
  'delivered',
  'scheduled',
  'activated',
  'frozen',
  'void',
]);
export type BatchState = Static<typeof BatchState>;

export const CodeLength = Type.Enum([12, 14, 16, 18, 20]);
export type CodeLength = Static<typeof CodeLength>;

/** `mixed`: https://HOST/C/CODE; `upper`: HTTPS://HOST/C/CODE; `gs1`: GS1 Digital Link. */
export const UrlForm = Type.Enum(['mixed', 'upper', 'gs1']);
export type UrlForm = Static<typeof UrlForm>;

export const Batch = strictObject({
  batchId: Id,
  source: Type.Enum(['own', 'imported']),
  /** The state of all its codes; `mixed` when ranges differ. */
  state: Type.Union([BatchState, Type.Literal('mixed')]),
  /** Null for blank codes, and when ranges differ. */
  productId: nullable(Id),
  productName: nullable(Type.String()),
  rangeCount: Type.Integer(),
  quantity: Type.Integer(),
  /** Symbols of an own code; null for imported codes, which have any shape. */
  codeLength: nullable(Type.Integer()),
  urlForm: UrlForm,
  hasCheckSymbol: Type.Boolean(),
  keyVersion: Type.Integer(),
  /** Serials its ranges hold: the quantity, or the lines of an imported file. */
  serials: Type.Integer(),
  note: Type.String(),
  claimedCount: Type.Integer(),
  deliveryCount: Type.Integer(),
  createdAt: Moment,
  createdByName: nullable(Type.String()),
  /** When the first of its ranges was or will be activated. */
  activatedAt: nullable(Moment),
});
export type Batch = Static<typeof Batch>;

/** What codes of a batch have met with. */
export const BatchCounts = strictObject({
  /** Serials by the state of their range. */
  serialsByState: Type.Array(strictObject({ state: BatchState, serials: Type.Integer() })),
  claimed: Type.Integer(),
  /** Different codes that were scanned or checked at least once. */
  codesScanned: Type.Integer(),
  /** Scans by how they ended; `awarded` are the claims. */
  scansByOutcome: Type.Array(strictObject({ outcome: Type.String(), scans: Type.Integer() })),
});
export type BatchCounts = Static<typeof BatchCounts>;

export const CodeEventAction = Type.Enum([
  'ordered',
  'imported',
  'delivered',
  'activated',
  'scheduled',
  'revoked',
  'frozen',
  'thawed',
  'voided',
  'productSet',
  'pointsSet',
]);
export type CodeEventAction = Static<typeof CodeEventAction>;

export const CodeEvent = strictObject({
  eventId: Id,
  action: CodeEventAction,
  firstSerial: Type.Integer(),
  lastSerial: Type.Integer(),
  /** What it says beside the serials, in words of the caller's language, e.g. the product. */
  detail: Type.String(),
  reason: nullable(Type.String()),
  staffName: nullable(Type.String()),
  createdAt: Moment,
});
export type CodeEvent = Static<typeof CodeEvent>;

/** An example that can never become a code, and its QR as it will print. */
export const CodePreview = strictObject({
  code: Type.String(),
  /** With the check symbol, in groups, as people read it aloud. */
  groups: Type.String(),
  url: Type.String(),
  /** Largest batch of this length that may still be ordered. */
  quantityMax: Type.Integer(),
  qr: strictObject({
    /** ISO/IEC 18004 version, 1 to 40. */
    version: Type.Integer(),
    errorCorrectionLevel: Type.Enum(['L', 'M', 'Q', 'H']),
    /** Modules a side, without the quiet zone. */
    modules: Type.Integer(),
    /** Printed side with its quiet zone of four modules. */
    printedSizes: Type.Array(strictObject({ moduleMm: Type.Number(), sideMm: Type.Number() })),
    svg: Type.String(),
    /** What an independent decoder read from it; the same as the URL. */
    decoded: Type.String(),
  }),
});
export type CodePreview = Static<typeof CodePreview>;

const batchParams = strictObject({ batchId: BatchId });

const batchFilter = {
  /** Batches with at least one range in this state. */
  state: Type.Optional(BatchState),
  productId: Type.Optional(Id),
  /** Only batches with (or without) codes that have no product yet. */
  blank: Type.Optional(Type.Enum(['yes', 'no'])),
  search: Type.Optional(Type.String({ maxLength: 80 })),
  source: Type.Optional(Type.Enum(['own', 'imported'])),
  sort: Type.Optional(Type.Enum(['newest', 'oldest'])),
};
export const codeOperations = {
  'GET /api/hq/batches': {
    summary: 'Batches of codes',
    access: 'staff',
    query: strictObject({ ...pageQuery, ...batchFilter }),
    reply: pageOf(Batch),
  },
  'GET /api/hq/batches/export': {
    summary: 'The list of batches as a file, without any code',
    access: 'staff',
    audited: true,
    query: strictObject({ format: ExportFormat, ...batchFilter }),
    reply: 'stream',
  },
  'POST /api/hq/batches': {
    summary:
      'Mint a batch of own codes, once per `attemptId`. Instant at any size: nothing is stored per code',
    access: 'staff',
    role: 'administrator',
    body: strictObject({
      /** UUID of this attempt: sent again, it answers with the batch it made. */
      attemptId: Type.Optional(AttemptId),
      /** Absent: blank codes. */
      productId: Type.Optional(Id),
      quantity: Type.Integer({ minimum: 1, maximum: 2 ** 36 - 2 ** 20 }),
      codeLength: Type.Optional(CodeLength),
      urlForm: Type.Optional(UrlForm),
      hasCheckSymbol: Type.Optional(Type.Boolean()),
      note: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    reply: Batch,
  },
  'GET /api/hq/batches/:batchId': {
    summary: 'One batch',
    access: 'staff',
    params: batchParams,
    reply: Batch,
  },
  'GET /api/hq/batches/:batchId/counts': {
    summary: 'How many codes of a batch are activated, claimed and scanned, and how scans ended',
    access: 'staff',
    params: batchParams,
    reply: BatchCounts,
  },
  'GET /api/hq/batches/:batchId/events': {
    summary: 'What was done to the codes of a batch, by whom, when and why; newest first',
    access: 'staff',
    params: batchParams,
    query: strictObject({ ...pageQuery }),
    reply: pageOf(CodeEvent),
  },
  'POST /api/hq/code-previews': {
    summary: 'What a code ordered like this will look like in print, before it is ordered',
    access: 'staff',
    body: strictObject({
      codeLength: CodeLength,
      urlForm: UrlForm,
      hasCheckSymbol: Type.Boolean(),
      productId: Type.Optional(Id),
    }),
    reply: CodePreview,
  },
} as const;
