import { expect, test } from 'vitest';
import { Refusal } from './errors.ts';
import { readCursor, writeCursor } from './paging.ts';

const isPosition = (value: unknown): value is { id: number } =>
  typeof value === 'object' && value !== null && Number.isInteger((value as { id?: unknown }).id);

test('a position survives the way through a client', () => {
  const cursor = writeCursor({ id: 7, name: '酱油' }) ?? '';
  expect(cursor).toMatch(/^[\w-]+$/);
  expect(readCursor(cursor, isPosition)).toEqual({ id: 7, name: '酱油' });
});

test('the first page has no cursor, the last page no next', () => {
  expect(readCursor(undefined, isPosition)).toBeNull();
  expect(writeCursor(null)).toBeNull();
});

test.each(['', 'x', 'bnVsbA', 'W10', 'e30', '%00', '你好', 'eyJpZCI6IjcifQ', 'a'.repeat(5000)])(
  'S19: the made-up cursor %j is a bad request, not an error',
  (cursor) => {
    const read = () => readCursor(cursor, isPosition);
    expect(read).toThrow(Refusal);
    expect(read).toThrow('翻页位置无效');
  },
);
