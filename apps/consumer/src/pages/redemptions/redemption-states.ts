import type { RedemptionState } from '@mashang/contract';

export const redemptionStates = [
  'applied',
  'approved',
  'shipped',
  'received',
  'rejected',
  'cancelled',
] as const satisfies readonly RedemptionState[];

/** The state in the address of the list, if it is one. */
export function readState(query: Record<string, unknown>): RedemptionState | undefined {
  return redemptionStates.find((state) => state === query['state']);
}

/** Until it is on its way, the member may take it back. */
export function mayCancel(state: RedemptionState): boolean {
  return state === 'applied' || state === 'approved';
}
