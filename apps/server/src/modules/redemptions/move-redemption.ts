import type { MemberKind, RedemptionState } from '@mashang/contract';
import { cleanLine } from '../../platform/clean-text.ts';
import type { Tx } from '../../platform/database.ts';
import type { AddJob } from '../../platform/jobs.ts';
import { returnStock } from '../gifts/index.ts';
import { refundPoints } from '../points/index.ts';
import {
  reasonMissing,
  redemptionNotFound,
  redemptionStateConflict,
  shipmentIncomplete,
} from './errors.ts';
import { recordStep, type RedemptionRow } from './record-step.ts';

/** Who moves which redemption: a clerk, or the member whose own it is. */
export interface Move {
  redemptionId: number;
  by: { staffId: number } | { memberId: number };
  now: Date;
}

type Dependencies = { addJob: AddJob };

/** applied → approved. Throws redemption_not_found, redemption_state_conflict, as all of these do. */
export async function approveRedemption(tx: Tx, dependencies: Dependencies, move: Move) {
  await moveRedemption(tx, dependencies, move, { from: ['applied'], to: 'approved' });
}

/** approved → shipped. */
export async function shipRedemption(
  tx: Tx,
  dependencies: Dependencies,
  move: Move & { carrier: string; trackingNumber: string },
) {
  const carrier = cleanLine(move.carrier);
  const trackingNumber = cleanTrackingNumber(move.trackingNumber);
  if (carrier === '' || trackingNumber === '') throw shipmentIncomplete();
  const change = {
    from: ['approved'],
    to: 'shipped',
    values: { carrier, trackingNumber },
  } as const;
  await moveRedemption(tx, dependencies, move, { ...change, note: `${carrier} ${trackingNumber}` });
}

/** shipped → received. */
export async function receiveRedemption(tx: Tx, dependencies: Dependencies, move: Move) {
  await moveRedemption(tx, dependencies, move, { from: ['shipped'], to: 'received' });
}

/** applied or approved → rejected; points and pieces go back. */
export async function rejectRedemption(
  tx: Tx,
  dependencies: Dependencies,
  move: Move & { reason: string },
) {
  const reason = cleanLine(move.reason);
  if (reason === '') throw reasonMissing();
  const change = { from: ['applied', 'approved'], to: 'rejected', note: reason } as const;
  const values = { rejectReason: reason };
  await giveBack(tx, await moveRedemption(tx, dependencies, move, { ...change, values }), move.now);
}

/** applied or approved → cancelled; points and pieces go back. */
export async function cancelRedemption(tx: Tx, dependencies: Dependencies, move: Move) {
  const change = { from: ['applied', 'approved'], to: 'cancelled' } as const;
  await giveBack(tx, await moveRedemption(tx, dependencies, move, change), move.now);
}

/** As parcels are numbered, and as they are searched for: without blanks, in capitals. */
export function cleanTrackingNumber(text: string): string {
  return cleanLine(text).replaceAll(' ', '').toUpperCase();
}

interface Change {
  from: readonly RedemptionState[];
  to: RedemptionState;
  values?: Partial<Pick<RedemptionRow, 'carrier' | 'trackingNumber' | 'rejectReason'>>;
  note?: string;
}

/** Of two who move one redemption at once the update lets one through; the other sees what stands. */
async function moveRedemption(
  tx: Tx,
  dependencies: Dependencies,
  { redemptionId, by, now }: Move,
  { from, to, values = {}, note = '' }: Change,
): Promise<RedemptionRow> {
  let update = tx
    .updateTable('redemption')
    .set({ ...values, state: to, updatedAt: now })
    .where('redemptionId', '=', redemptionId)
    .where('state', 'in', from);
  if ('memberId' in by) update = update.where('memberId', '=', by.memberId);
  const row = await update.returningAll().executeTakeFirst();
  if (!row) throw await explainConflict(tx, { redemptionId, by });
  const staffId = 'staffId' in by ? by.staffId : null;
  await recordStep(tx, dependencies, row, { staffId, note, now });
  return row;
}

async function explainConflict(tx: Tx, { redemptionId, by }: Pick<Move, 'redemptionId' | 'by'>) {
  const row = await tx
    .selectFrom('redemption')
    .select(['state', 'memberId'])
    .where('redemptionId', '=', redemptionId)
    .executeTakeFirst();
  const isForeign = 'memberId' in by && row?.memberId !== by.memberId;
  if (!row || isForeign) return redemptionNotFound();
  return redemptionStateConflict(row.state as RedemptionState);
}

async function giveBack(tx: Tx, redemption: RedemptionRow, now: Date): Promise<void> {
  const { redemptionId, giftId, memberId, quantity, pointsPrice, pointsTotal } = redemption;
  await returnStock(tx, { giftId, quantity, redemptionId, now });
  const refund = {
    ...{ memberId, points: pointsTotal, regionCode: redemption.regionCode },
    sourceKind: 'redemption',
    sourceId: BigInt(redemptionId),
    explanation: { gift: { name: redemption.giftName, quantity, pointsPrice } },
    memberKind: redemption.memberKind as MemberKind,
  } as const;
  await refundPoints(tx, refund, now);
}
