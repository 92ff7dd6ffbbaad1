import type { BatchState } from '@mashang/contract';
import type { Range } from './change-ranges.ts';
import { codeStateOf } from './code-state.ts';
import { batchStateConflict } from './errors.ts';

const stateNames: Record<BatchState, string> = {
  importing: '正在导入',
  minted: '未激活',
  delivered: '未激活（印刷文件已交付）',
  scheduled: '已定时激活',
  activated: '已激活',
  frozen: '已冻结',
  void: '已作废',
};

/** None of the codes asked for is in a state the action starts from: somebody was first, or it cannot be. */
export function refuseState(action: string, now: Date): (range: Range) => Error {
  return (range) => {
    const state = codeStateOf(range, now);
    return batchStateConflict(`这些码${stateNames[state]}，不能${action}`, state);
  };
}
