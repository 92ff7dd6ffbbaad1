import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Batch, BatchState } from './codes.ts';
import {
  BatchId,
  Id,
  line,
  Moment,
  note,
  nullable,
  pageOf,
  pageQuery,
  strictObject,
} from './common.ts';

const serial = Type.Integer({ minimum: 0, maximum: 2 ** 36 - 1 });
const batchParams = strictObject({ batchId: BatchId });

/** Absent serials: from the first, to the last. */
const span = { firstSerial: Type.Optional(serial), lastSerial: Type.Optional(serial) };

/** Consecutive serials of a batch in one state, of one product, with one points rule. */
export const CodeRange = strictObject({
  firstSerial: Type.Integer(),
  lastSerial: Type.Integer(),
  state: BatchState,
  /** Null: blank codes. */
  productId: nullable(Id),
  productName: nullable(Type.String()),
  /** Null: the product's rule. */
  pointsPerCode: nullable(Type.Integer()),
  /** In the future when `scheduled`. */
  activatedAt: nullable(Moment),
  deliveredAt: nullable(Moment),
  claimedCount: Type.Integer(),
});
export type CodeRange = Static<typeof CodeRange>;

export const rangeOperations = {
  'GET /api/hq/batches/:batchId/ranges': {
    summary: 'The ranges of a batch with their state, product and points rule',
    access: 'staff',
    params: batchParams,
    query: strictObject({ ...pageQuery }),
    reply: pageOf(CodeRange),
  },
  'POST /api/hq/batches/:batchId/activation': {
    summary: 'Activate the codes of a batch or of a range of its serials, now or at a time',
    access: 'staff',
    params: batchParams,
    body: strictObject({
      ...span,
      /** Absent: now. */
      activatesAt: Type.Optional(Moment),
      reason: Type.Optional(note(200)),
    }),
    reply: Batch,
  },
  'POST /api/hq/batches/:batchId/revocation': {
    summary: 'Take an activation back; codes already claimed keep their points',
    access: 'staff',
    role: 'administrator',
    params: batchParams,
    body: strictObject({ ...span, reason: line(200) }),
    reply: Batch,
  },
  'POST /api/hq/batches/:batchId/freeze': {
    summary: 'Stop paying for the codes of a batch or range, until thawed',
    access: 'staff',
    params: batchParams,
    body: strictObject({ ...span, reason: line(200) }),
    reply: Batch,
  },
  'POST /api/hq/batches/:batchId/thaw': {
    summary: 'Undo a freeze: codes are again what they were before',
    access: 'staff',
    params: batchParams,
    body: strictObject({ ...span, reason: Type.Optional(note(200)) }),
    reply: Batch,
  },
  'POST /api/hq/batches/:batchId/void': {
    summary: 'Void the codes of a batch or range. Final',
    access: 'staff',
    role: 'administrator',
    params: batchParams,
    body: strictObject({
      ...span,
      reason: line(200),
      /** The number of serials that will be void, typed by the one who does it. */
      confirmedSerials: Type.Integer({ minimum: 1 }),
    }),
    reply: Batch,
  },
  'POST /api/hq/batches/:batchId/product': {
    summary: 'Assign or change the product of a range none of whose codes is claimed',
    access: 'staff',
    role: 'administrator',
    params: batchParams,
    body: strictObject({ ...span, productId: Id, reason: Type.Optional(note(200)) }),
    reply: Batch,
  },
  'POST /api/hq/batches/:batchId/points-rule': {
    summary: 'Give a range without claims points of its own, or take them back (null)',
    access: 'staff',
    role: 'administrator',
    params: batchParams,
    body: strictObject({
      ...span,
      pointsPerCode: nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
      reason: Type.Optional(note(200)),
    }),
    reply: Batch,
  },
} as const;
