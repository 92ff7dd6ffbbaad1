import type { AppealKind, AppealState } from '@mashang/contract';

export const appealStates: readonly AppealState[] = [
  'open',
  'waitingApproval',
  'answered',
  'withdrawn',
];

export const appealKinds: readonly AppealKind[] = ['alreadyClaimed', 'refused', 'fake', 'other'];

export const stateTypes = {
  open: 'warning',
  waitingApproval: 'danger',
  answered: 'success',
  withdrawn: 'info',
} as const satisfies Record<AppealState, string>;
