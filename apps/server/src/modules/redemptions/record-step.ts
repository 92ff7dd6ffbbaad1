import type { Notice, RedemptionState } from '@mashang/contract';
import { sql, type Selectable } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { AddJob } from '../../platform/jobs.ts';
import type { Redemption } from '../../platform/schema.ts';
import { notify } from '../notices/index.ts';

export type RedemptionRow = Selectable<Redemption>;

const noticeKinds: Record<RedemptionState, Notice['kind']> = {
  applied: 'redemptionApplied',
  approved: 'redemptionApproved',
  shipped: 'redemptionShipped',
  received: 'redemptionReceived',
  rejected: 'redemptionRejected',
  cancelled: 'redemptionCancelled',
};

export interface Step {
  /** Null: the member's own doing. */
  staffId: number | null;
  note: string;
  now: Date;
}

/**
 * Writes the state a redemption has just come to into its timeline, and tells the member. The caller
 * holds the row's lock, so that steps are numbered one by one.
 */
export async function recordStep(
  tx: Tx,
  { addJob }: { addJob: AddJob },
  redemption: RedemptionRow,
  { staffId, note, now }: Step,
): Promise<void> {
  const { redemptionId, memberId } = redemption;
  const state = redemption.state as RedemptionState;
  await sql`
    insert into redemption_event (redemption_id, event_number, state, staff_id, note, created_at)
    select ${redemptionId}, coalesce(max(event_number), 0) + 1, ${state}, ${staffId}::bigint,
      ${note}, ${now}::timestamptz
    from redemption_event where redemption_id = ${redemptionId}`.execute(tx);
  const { giftName, quantity, pointsTotal, carrier, trackingNumber, rejectReason } = redemption;
  await notify(tx, addJob, {
    memberId,
    subject: `redemption:${redemptionId}:${state}`,
    kind: noticeKinds[state],
    details: {
      ...{ redemptionId, giftName, quantity, pointsTotal },
      ...(carrier === null ? {} : { carrier }),
      ...(trackingNumber === null ? {} : { trackingNumber }),
      ...(rejectReason === null ? {} : { reason: rejectReason }),
    },
    createdAt: now,
  });
}
