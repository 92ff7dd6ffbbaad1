import { describe, expect, test } from 'vitest';
import { useRows } from './use-rows.ts';

interface Page {
  rows: number[];
  next: string | null;
}

describe('a list, page after page', () => {
  test('S8: pages follow each other until the last one', async () => {
    const pages: Record<string, Page> = {
      start: { rows: [1, 2], next: 'b' },
      b: { rows: [3], next: null },
    };
    const { rows, finished, loadMore } = useRows(
      async (cursor) => pages[cursor ?? 'start'] ?? { rows: [], next: null },
    );
    await loadMore();
    expect([rows.value, finished.value]).toEqual([[1, 2], false]);
    await loadMore();
    expect([rows.value, finished.value]).toEqual([[1, 2, 3], true]);
  });

  test('S8: the slow answer to an old filter never replaces the new one', async () => {
    const waiting: ((page: Page) => void)[] = [];
    const { rows, loading, reload } = useRows(
      () => new Promise<Page>((resolve) => waiting.push(resolve)),
    );
    const old = reload();
    const recent = reload({ keepRows: false });
    waiting[1]?.({ rows: [2], next: null });
    await recent;
    waiting[0]?.({ rows: [1], next: null });
    await old;
    expect([rows.value, loading.value]).toEqual([[2], false]);
  });

  test('S8: a page that failed can be asked for again, and the rows before it stay', async () => {
    let fails = false;
    const { rows, failure, finished, loadMore } = useRows(async (cursor) => {
      if (fails) throw new Error('offline');
      return cursor ? { rows: [2], next: null } : { rows: [1], next: 'b' };
    });
    await loadMore();
    fails = true;
    await loadMore();
    expect([rows.value, finished.value]).toEqual([[1], false]);
    expect(failure.value).toBeInstanceOf(Error);
    fails = false;
    await loadMore();
    expect([rows.value, failure.value]).toEqual([[1, 2], undefined]);
  });
});
