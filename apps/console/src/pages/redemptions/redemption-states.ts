import type { Redemption, RedemptionState } from '@mashang/contract';

export const redemptionStates: readonly RedemptionState[] = [
  'applied',
  'approved',
  'shipped',
  'received',
  'rejected',
  'cancelled',
];

export type RedemptionAction = 'approve' | 'ship' | 'receive' | 'reject';

const statesBefore: Record<RedemptionAction, readonly RedemptionState[]> = {
  approve: ['applied'],
  ship: ['approved'],
  receive: ['shipped'],
  reject: ['applied', 'approved'],
};

export const redemptionActions = Object.keys(statesBefore) as RedemptionAction[];

/** The server takes so many in one request. */
export const batchMax = 200;

/** Those of some redemptions an action can be done with, as far as this page knows. */
export function fitFor<Row extends Pick<Redemption, 'state'>>(
  action: RedemptionAction,
  rows: readonly Row[],
): Row[] {
  return rows.filter((row) => statesBefore[action].includes(row.state)).slice(0, batchMax);
}
