import { Type } from 'typebox';
import { BatchId, Empty, Id, nullable, pageOf, pageQuery, strictObject } from './common.ts';

const serial = Type.Integer({ minimum: 0, maximum: 2 ** 36 - 1 });

/** Consecutive serials of a batch in one state, of one product, with one points rule. */
export const rangeOperations = {
  'GET /api/hq/batches/:batchId/ranges': {
    summary: 'The ranges of a batch with their state and points rule',
    access: 'staff',
    params: strictObject({ batchId: BatchId }),
    query: strictObject({ ...pageQuery }),
    reply: pageOf(
      strictObject({
        firstSerial: Type.Integer(),
        lastSerial: Type.Integer(),
        state: Type.Enum(['importing', 'minted', 'activated', 'frozen', 'void']),
        productId: Id,
        /** Null: the product's rule. */
        pointsPerCode: nullable(Type.Integer()),
      }),
    ),
  },
  'POST /api/hq/batches/:batchId/points-rule': {
    summary:
      'Give the codes of a batch, or of a range of its serials, points of their own, or take them back (null)',
    access: 'staff',
    role: 'administrator',
    params: strictObject({ batchId: BatchId }),
    body: strictObject({
      /** Absent: from the first, to the last. */
      firstSerial: Type.Optional(serial),
      lastSerial: Type.Optional(serial),
      pointsPerCode: nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    }),
    reply: Empty,
  },
} as const;
