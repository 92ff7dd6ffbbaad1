import type { MemberImport } from '@mashang/contract';
import { expect, test } from 'vitest';
import { isCancellable, isMoving, isRunnable, percentWritten } from './import-progress.ts';

const checked: MemberImport = {
  memberImportId: 1,
  fileName: '会员.xlsx',
  state: 'checked',
  rowsRead: 12,
  newCount: 6,
  knownCount: 2,
  wrongCount: 4,
  rowsWritten: 0,
  failure: null,
  staffName: '王',
  createdAt: '2026-11-22T08:00:00.000Z',
  finishedAt: null,
};

test('S13: a checked file waits for somebody to run or leave it', () => {
  expect(isMoving(checked)).toBe(false);
  expect(isRunnable(checked)).toBe(true);
  expect(isCancellable(checked)).toBe(true);
});

test('S13: a file of nothing but wrong rows cannot be run', () => {
  expect(isRunnable({ ...checked, newCount: 0, knownCount: 0 })).toBe(false);
});

test('S13: progress counts the rows to write, not the wrong ones', () => {
  expect(percentWritten({ ...checked, state: 'running', rowsWritten: 4 })).toBe(50);
  expect(percentWritten({ ...checked, state: 'checking' })).toBeNull();
  expect(isCancellable({ ...checked, state: 'done' })).toBe(false);
});
