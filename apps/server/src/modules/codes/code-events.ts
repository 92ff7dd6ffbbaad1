import type { CodeEventAction } from '@mashang/contract';
import type { Tx } from '../../platform/database.ts';

/** What an event says beside its serials; which of them depends on the action. */
export interface CodeEventDetails {
  productId?: number | null;
  /** Null: the product's rule again. */
  pointsPerCode?: number | null;
  /** ISO 8601; of a plan. */
  activatesAt?: string;
  deliveryId?: number;
  recipient?: string;
  fileName?: string;
}

export interface NewCodeEvent {
  batchId: number;
  firstSerial: number;
  lastSerial: number;
  action: CodeEventAction;
  details: CodeEventDetails;
  reason: string | null;
  /** Null: done by the system. */
  staffId: number | null;
  now: Date;
}

/** Writes down what is done to codes, in the transaction that does it. */
export async function recordCodeEvent(
  tx: Tx,
  { details, now, ...event }: NewCodeEvent,
): Promise<void> {
  await tx
    .insertInto('codeEvent')
    .values({ ...event, details: JSON.stringify(details), createdAt: now })
    .execute();
}
