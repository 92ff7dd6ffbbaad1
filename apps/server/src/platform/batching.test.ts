import { describe, expect, test, vi } from 'vitest';
import { createBatching, QueueFull } from './batching.ts';

/** Work whose batches end when the test says so. */
function controlledWork() {
  const batches: { items: number[]; end: (error?: Error) => void }[] = [];
  const run = (items: number[]) =>
    new Promise<number[]>((resolve, reject) => {
      const end = (error?: Error) => {
        if (error) reject(error);
        else resolve(items.map((item) => item * 10));
      };
      batches.push({ items, end });
    });
  return { batches, run };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
const numbers = (count: number) => Array.from({ length: count }, (_none, index) => index);
const settings = { lanes: 1, batchMax: 100, waitingMax: 1000 };

describe('natural batching', () => {
  test('an idle server adds no wait: one item starts in this very turn of the event loop', async () => {
    const { batches, run } = controlledWork();
    const { add } = createBatching({ ...settings, run });
    const result = add(1);
    await nextTurn();
    expect(batches.map(({ items }) => items)).toEqual([[1]]);
    batches[0]?.end();
    expect(await result).toBe(10);
  });

  test('what arrives while a batch is under way travels together next, in order', async () => {
    const { batches, run } = controlledWork();
    const { add, waiting } = createBatching({ ...settings, run });
    const results = [add(0)];
    await nextTurn();
    for (const item of [1, 2, 3]) results.push(add(item));
    await nextTurn();
    expect(waiting()).toBe(3);
    expect(batches).toHaveLength(1);
    batches[0]?.end();
    await nextTurn();
    expect(batches[1]?.items).toEqual([1, 2, 3]);
    expect(waiting()).toBe(0);
    batches[1]?.end();
    expect(await Promise.all(results)).toEqual([0, 10, 20, 30]);
  });

  test('every caller gets the answer to its own item, whatever the sizes', async () => {
    const run = async (items: number[]) => {
      await nextTurn();
      return items.map((item) => item * 2);
    };
    const { add } = createBatching({ run, lanes: 3, batchMax: 7, waitingMax: 1000 });
    const results = await Promise.all(numbers(500).map(add));
    expect(results).toEqual(numbers(500).map((item) => item * 2));
  });

  test('never more lanes than allowed, never larger batches', async () => {
    let underWay = 0;
    const seen = { lanes: 0, items: 0 };
    const run = async (items: number[]) => {
      underWay += 1;
      seen.lanes = Math.max(seen.lanes, underWay);
      seen.items = Math.max(seen.items, items.length);
      await nextTurn();
      underWay -= 1;
      return items;
    };
    const { add } = createBatching({ run, lanes: 2, batchMax: 10, waitingMax: 1000 });
    await Promise.all(numbers(300).map(add));
    expect(seen).toEqual({ lanes: 2, items: 10 });
  });

  test('a batch that fails fails for its items only; the next one runs', async () => {
    const { batches, run } = controlledWork();
    const { add } = createBatching({ ...settings, run });
    const failing = add(1);
    await nextTurn();
    const fine = add(2);
    batches[0]?.end(new Error('the database said no'));
    await expect(failing).rejects.toThrow('the database said no');
    await nextTurn();
    batches[1]?.end();
    expect(await fine).toBe(20);
  });

  test('work that throws at once is a failure too, and frees its lane', async () => {
    let isFirst = true;
    const run = (items: number[]): Promise<number[]> => {
      if (!isFirst) return Promise.resolve(items);
      isFirst = false;
      throw new Error('at once');
    };
    const { add } = createBatching({ ...settings, run });
    await expect(add(1)).rejects.toThrow('at once');
    expect(await add(2)).toBe(2);
  });

  test('beyond the bound a caller is refused at once with QueueFull, the others are served', async () => {
    const { batches, run } = controlledWork();
    const { add, waiting } = createBatching({ lanes: 1, batchMax: 1, waitingMax: 2, run });
    const first = add(0);
    await nextTurn();
    const accepted = [add(1), add(2)];
    await expect(add(3)).rejects.toBeInstanceOf(QueueFull);
    expect(waiting()).toBe(2);
    for (let n = 0; n < 3; n += 1) {
      batches[n]?.end();
      await nextTurn();
    }
    expect(await Promise.all([first, ...accepted])).toEqual([0, 10, 20]);
  });

  test('B2: while the first has waited too long nobody else is let in; then all are again', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const { batches, run } = controlledWork();
      const { add } = createBatching({ ...settings, waitMaxMs: 2_000, run });
      const results = [add(0)];
      await nextTurn();
      results.push(add(1));
      vi.advanceTimersByTime(2_000);
      results.push(add(2));
      vi.advanceTimersByTime(1);
      await expect(add(3)).rejects.toBeInstanceOf(QueueFull);
      batches[0]?.end();
      await nextTurn();
      results.push(add(4));
      batches[1]?.end();
      await nextTurn();
      batches[2]?.end();
      expect(await Promise.all(results)).toEqual([0, 10, 20, 40]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('idle resolves when nothing is under way, and only then', async () => {
    const { batches, run } = controlledWork();
    const { add, idle } = createBatching({ ...settings, run });
    await idle();
    const result = add(1);
    let isIdle = false;
    const stopped = idle().then(() => (isIdle = true));
    await nextTurn();
    expect(isIdle).toBe(false);
    batches[0]?.end();
    await Promise.all([result, stopped]);
    expect(isIdle).toBe(true);
  });
});
