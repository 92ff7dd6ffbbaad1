import type { AppealDetail } from '@mashang/contract';
import type { Tx } from '../../platform/database.ts';

export type AppealStep = AppealDetail['events'][number]['step'];

/** Writes one step into the appeal's story. */
export async function recordEvent(
  tx: Tx,
  event: {
    appealId: number;
    step: AppealStep;
    /** Null: the member's own doing. */
    staffId: number | null;
    text: string;
    now: Date;
  },
): Promise<void> {
  const { now, ...step } = event;
  await tx
    .insertInto('appealEvent')
    .values({ ...step, createdAt: now })
    .execute();
}
