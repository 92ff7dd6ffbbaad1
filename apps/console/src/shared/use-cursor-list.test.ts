import { expect, test } from 'vitest';
import { nextTick, ref } from 'vue';
import { ApiError } from './api.ts';
import { useCursorList } from './use-cursor-list.ts';
import type { Page } from './use-cursor-list.ts';

const refusal = new ApiError({ code: 'busy', message: '忙', requestId: 'r1' }, 503);

test('pages are appended until the cursor ends', async () => {
  const asked: (string | undefined)[] = [];
  const list = useCursorList<number>(async (cursor) => {
    asked.push(cursor);
    return cursor === undefined ? { rows: [1, 2], next: 'b' } : { rows: [3], next: null };
  });
  await settle();
  await list.loadMore();
  await list.loadMore();
  expect(list.rows.value).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, 'b']);
});

test('an answer to an older question never overwrites a newer one', async () => {
  const word = ref('old');
  const answers: Record<string, (page: Page<string>) => void> = {};
  const list = useCursorList<string>(
    () => new Promise((resolve) => (answers[word.value] = resolve)),
    () => word.value,
  );
  word.value = 'new';
  await nextTick();
  answers['new']?.({ rows: ['new'], next: null });
  answers['old']?.({ rows: ['old'], next: null });
  await settle();
  expect(list.rows.value).toEqual(['new']);
});

test('a failed first page says so and can be tried again', async () => {
  let isBroken = true;
  const list = useCursorList<number>(async () => {
    if (isBroken) throw refusal;
    return { rows: [1], next: null };
  });
  await settle();
  expect(list.state.value).toBe('failed');
  expect(list.error.value?.code).toBe('busy');
  isBroken = false;
  await list.reload();
  expect(list.state.value).toBe('ready');
  expect(list.rows.value).toEqual([1]);
});

test('a failed further page keeps the rows that are there', async () => {
  const list = useCursorList<number>(async (cursor) => {
    if (cursor !== undefined) throw refusal;
    return { rows: [1], next: 'b' };
  });
  await settle();
  await list.loadMore();
  expect(list.rows.value).toEqual([1]);
  expect(list.state.value).toBe('ready');
  expect(list.error.value).toBe(refusal);
  expect(list.asking.value).toBeNull();
});

test('S13: an empty page with more behind it is passed over, not taken for the end', async () => {
  const pages: Record<string, Page<number>> = {
    first: { rows: [], next: 'b' },
    b: { rows: [], next: 'c' },
    c: { rows: [1], next: null },
  };
  const list = useCursorList<number>(async (cursor) => pages[cursor ?? 'first'] as Page<number>);
  await settle();
  expect(list.rows.value).toEqual([1]);
  expect(list.next.value).toBeNull();
});

test('S13: a list of nothing but empty pages stops and can be asked on', async () => {
  let asked = 0;
  const list = useCursorList<number>(async () => {
    asked += 1;
    return { rows: [], next: 'on' };
  });
  await settle();
  expect(asked).toBe(10);
  expect(list.next.value).toBe('on');
});

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}
