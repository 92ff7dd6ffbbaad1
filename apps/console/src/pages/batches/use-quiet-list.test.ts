import { expect, test } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { useQuietList } from './use-quiet-list.ts';

/** A list of so many numbers, two a page; the cursor is where the next page begins. */
function numbers(upTo: () => number) {
  return (cursor: string | undefined) => {
    const first = Number(cursor ?? 0);
    const rows = [first, first + 1].filter((row) => row < upTo());
    const next = first + 2 < upTo() ? String(first + 2) : null;
    return Promise.resolve({ rows, next });
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await nextTick();
}

test('B5: a list under somebody’s eyes is read again as far as it was opened, never emptied', async () => {
  const version = ref(0);
  let upTo = 5;
  const scope = effectScope();
  const list = scope.run(() =>
    useQuietList(
      numbers(() => upTo),
      () => 'batch',
      () => version.value,
    ),
  )!;
  await settle();
  await list.loadMore();
  expect(list.rows.value).toEqual([0, 1, 2, 3]);

  upTo = 9;
  version.value += 1;
  await nextTick();
  expect(list.rows.value).toEqual([0, 1, 2, 3]);
  expect(list.asking.value).toBeNull();
  await settle();
  expect(list.rows.value).toEqual([0, 1, 2, 3]);
  expect(list.next.value).toBe('4');

  upTo = 3;
  version.value += 1;
  await settle();
  expect(list.rows.value).toEqual([0, 1, 2]);
  expect(list.next.value).toBeNull();
  scope.stop();
});
