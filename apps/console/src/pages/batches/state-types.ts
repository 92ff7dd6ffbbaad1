import type { Batch, BatchState } from '@mashang/contract';

/** The colour of a tag: grey asleep, green paying, amber stopped, red dead. */
export const stateTypes = {
  importing: 'primary',
  minted: 'info',
  delivered: 'primary',
  scheduled: 'success',
  activated: 'success',
  frozen: 'warning',
  void: 'danger',
  mixed: 'info',
} as const satisfies Record<Batch['state'], string>;

/** The colour of a stretch of the life bar. */
export const stateColours: Record<BatchState, string> = {
  importing: '#7aa7d9',
  minted: '#c4ccc8',
  delivered: '#8fb4e3',
  scheduled: '#a3d9b1',
  activated: '#2f9e5b',
  frozen: '#e0a33e',
  void: '#c9564f',
};
