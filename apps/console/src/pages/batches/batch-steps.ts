import type { Batch, BatchState } from '@mashang/contract';

export type BatchAction = 'activate' | 'freeze' | 'thaw' | 'void';

const actionsByState: Record<BatchState, readonly BatchAction[]> = {
  importing: [],
  minted: ['activate', 'void'],
  activated: ['freeze', 'void'],
  frozen: ['thaw', 'void'],
  void: [],
};

/** What head office may do with a batch now. */
export function batchActions(state: BatchState): readonly BatchAction[] {
  return actionsByState[state];
}

/** The stations of a batch's life to draw, and how many of them are behind it. */
export function batchStations(batch: Pick<Batch, 'source' | 'state' | 'activatedAt'>): {
  stations: BatchState[];
  doneCount: number;
} {
  const before: BatchState[] = batch.source === 'imported' ? ['importing', 'minted'] : ['minted'];
  if (batch.state === 'void') {
    const lived: BatchState[] = batch.activatedAt === null ? before : [...before, 'activated'];
    const stations: BatchState[] = [...lived, 'void'];
    return { stations, doneCount: stations.length };
  }
  const stations: BatchState[] = [...before, batch.state === 'frozen' ? 'frozen' : 'activated'];
  return { stations, doneCount: stations.indexOf(batch.state) + 1 };
}
