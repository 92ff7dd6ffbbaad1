import type { BatchState } from '@mashang/contract';

/** What a range keeps of its life. A frozen one remembers in `activatedAt` what thawing leads to. */
export type StoredState = 'importing' | 'minted' | 'activated' | 'frozen' | 'void';

export interface RangeLife {
  state: string;
  activatedAt: Date | null;
  deliveredAt: Date | null;
}

/** Where codes are in their life as people call it: a plan to activate is not yet an activation. */
export function codeStateOf({ state, activatedAt, deliveredAt }: RangeLife, now: Date): BatchState {
  if (state === 'activated' && activatedAt && activatedAt > now) return 'scheduled';
  if (state === 'minted' && deliveredAt) return 'delivered';
  return state as StoredState;
}
