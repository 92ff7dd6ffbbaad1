import type { CodeEventAction } from '@mashang/contract';
import type { Tx } from '../../platform/database.ts';
import type { Span } from './lock-batch.ts';

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

interface WhatHappened {
  action: CodeEventAction;
  details: CodeEventDetails;
  reason: string | null;
  /** Null: done by the system. */
  staffId: number | null;
  now: Date;
}

export type NewCodeEvent = Span & WhatHappened;

/** Writes down what is done to codes, in the transaction that does it. */
export async function recordCodeEvent(tx: Tx, event: NewCodeEvent): Promise<void> {
  const { batchId, firstSerial, lastSerial, ...happened } = event;
  await recordCodeEvents(tx, [{ batchId, firstSerial, lastSerial }], happened);
}

/** The same done to several runs of serials: one event each. */
export async function recordCodeEvents(
  tx: Tx,
  spans: Span[],
  { details, now, ...happened }: WhatHappened,
): Promise<void> {
  const common = { ...happened, details: JSON.stringify(details), createdAt: now };
  for (let at = 0; at < spans.length; at += rowsPerInsert) {
    const rows = spans.slice(at, at + rowsPerInsert).map((span) => ({ ...span, ...common }));
    await tx.insertInto('codeEvent').values(rows).execute();
  }
}

/** PostgreSQL takes 65,535 parameters a statement; a row has eight. */
const rowsPerInsert = 5_000;
