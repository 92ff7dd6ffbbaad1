import type { BatchState } from '@mashang/contract';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { batchStateConflict } from './errors.ts';
import { lockBatch } from './lock-batch.ts';

export type BatchAction = 'activate' | 'freeze' | 'thaw' | 'void';

/** What each action does to a range: from these states, to that one. Nothing leaves `void`. */
const transitions: Record<BatchAction, { from: BatchState[]; to: BatchState }> = {
  activate: { from: ['minted'], to: 'activated' },
  freeze: { from: ['activated'], to: 'frozen' },
  thaw: { from: ['frozen'], to: 'activated' },
  void: { from: ['minted', 'activated', 'frozen'], to: 'void' },
};

const actionNames: Record<BatchAction, string> = {
  activate: '激活',
  freeze: '冻结',
  thaw: '解冻',
  void: '作废',
};

const stateNames: Record<BatchState, string> = {
  importing: '正在导入',
  minted: '未激活',
  activated: '已激活',
  frozen: '已冻结',
  void: '已作废',
};

/**
 * Changes the state of every range of a batch that is in a state the action starts from. When there
 * is none, somebody was first or it cannot be done: batch_state_conflict names the present state.
 */
export async function changeBatchState(
  tx: Tx,
  { batchId, action, now }: { batchId: number; action: BatchAction; now: Date },
): Promise<void> {
  await lockBatch(tx, batchId);
  const { from, to } = transitions[action];
  const changed = await tx
    .updateTable('codeRange')
    .set({ state: to })
    .$if(action === 'activate', (update) =>
      update.set({ activatedAt: sql<Date>`coalesce(activated_at, ${now})` }),
    )
    .where('batchId', '=', batchId)
    .where('state', 'in', from)
    .returning('firstSerial')
    .execute();
  if (changed.length > 0) return;
  const state = await presentState(tx, batchId);
  throw batchStateConflict(`该批次${stateNames[state]}，不能${actionNames[action]}`, state);
}

async function presentState(tx: Tx, batchId: number): Promise<BatchState> {
  const range = await tx
    .selectFrom('codeRange')
    .select('state')
    .where('batchId', '=', batchId)
    .orderBy('firstSerial')
    .executeTakeFirstOrThrow();
  return range.state as BatchState;
}
