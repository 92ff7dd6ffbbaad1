import type { MemberImport } from '@mashang/contract';
import { percentDone } from '../imports/import-speed.ts';

/** Whether the server is at work on it: worth another look. */
export function isMoving({ state }: Pick<MemberImport, 'state'>): boolean {
  return state === 'checking' || state === 'waiting' || state === 'running';
}

/** Whether it can be run: checked, and at least one row can be taken. */
export function isRunnable(one: MemberImport): boolean {
  return one.state === 'checked' && one.newCount + one.knownCount > 0;
}

/** Whether leaving it still changes anything. */
export function isCancellable(one: MemberImport): boolean {
  return isMoving(one) || one.state === 'checked';
}

/** The share written in percent; null while nobody knows how many rows there are. */
export function percentWritten(one: MemberImport): number | null {
  if (one.state !== 'waiting' && one.state !== 'running') return null;
  return percentDone(one.rowsWritten, one.newCount + one.knownCount);
}
