import { expect, test } from 'vitest';
import { joinNewest, putOnTop } from './merge-entries.ts';

const entry = (entryId: string) => ({ entryId });
const ids = (entries: { entryId: string }[]) => entries.map((one) => one.entryId).join('');

test('an entry heard twice is shown once', () => {
  const once = putOnTop([entry('a')], [entry('c'), entry('b')]);
  const twice = putOnTop(once.rows, [entry('c')]);
  expect(ids(twice.rows)).toBe('cba');
  expect(twice.fresh).toEqual([]);
});

test('after a broken connection the missed entries close the gap', () => {
  const joined = joinNewest([entry('b'), entry('a')], [entry('d'), entry('c'), entry('b')]);
  expect(ids(joined.rows)).toBe('dcba');
  expect(ids(joined.fresh)).toBe('dc');
  expect(joined.isJoined).toBe(true);
});

test('when more was missed than a page holds, no hole is hidden in the list', () => {
  const joined = joinNewest([entry('a')], [entry('z'), entry('y')]);
  expect(ids(joined.rows)).toBe('zy');
  expect(joined.isJoined).toBe(false);
});
