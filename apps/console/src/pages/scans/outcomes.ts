import type { LoggedOutcome, ScanChannel } from '@mashang/contract';

/** How a scan can end, and in which colour: green earned, grey harmless, amber later, red refused. */
export const outcomeTypes = {
  awarded: 'success',
  alreadyYours: 'info',
  claimedByAnother: 'warning',
  notActivated: 'warning',
  frozen: 'warning',
  void: 'danger',
  unknownCode: 'danger',
  lockedOut: 'danger',
  blocked: 'danger',
  dailyLimit: 'warning',
  memberFrozen: 'danger',
  checked: 'primary',
} as const satisfies Record<LoggedOutcome, string>;

export const scanOutcomes = Object.keys(outcomeTypes) as LoggedOutcome[];
export const scanChannels = ['page', 'chat', 'check'] as const satisfies readonly ScanChannel[];
