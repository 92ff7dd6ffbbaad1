import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { GuardSignal } from '../../guards/index.ts';
import { createCustodyWatch, type SeenCode } from './custody-watch.ts';

const questions: number[] = [];
const signals: GuardSignal[] = [];
const errors: unknown[] = [];
let answer: () => Promise<void>;

function openWatch(flushEveryMs: number | null = 1_000) {
  return createCustodyWatch({
    async readCustody(asked) {
      questions.push(asked.reduce((sum, codes) => sum + codes.length, 0));
      await answer();
      return asked.map(() => []);
    },
    recordSignals: (given) => signals.push(...given),
    onError: (error) => errors.push(error),
    flushEveryMs,
  });
}

const early = (serial: number, batchId = 1): SeenCode => ({
  ...{ batchId, serial, place: serial, markOf: null, state: 'minted' },
});

beforeEach(() => {
  vi.useFakeTimers();
  questions.length = 0;
  signals.length = 0;
  errors.length = 0;
  answer = () => Promise.resolve();
});
afterEach(() => vi.useRealTimers());

describe('B7: the watch over codes that are where they should not be', () => {
  test('asks nothing for codes that pay, or pay no more', async () => {
    const watch = openWatch();
    for (const state of ['activated', 'frozen', 'void', 'importing']) {
      watch.see({ ...early(1), state });
    }
    expect(vi.getTimerCount()).toBe(0);
    await watch.flush();
    expect(questions).toEqual([]);
  });

  test('a storm is one bounded question and one signal of a batch a second, every scan counted', async () => {
    const watch = openWatch();
    for (let n = 0; n < 100_000; n++) watch.see(early(n));
    await vi.advanceTimersByTimeAsync(999);
    expect(questions).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(questions).toEqual([200]);
    expect(signals).toMatchObject([
      { kind: 'scannedBeforeActivation', subject: 'batch:1', times: 100_000 },
    ]);
    for (let batch = 1; batch <= 1_000; batch++) watch.see(early(7, batch));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(questions).toEqual([200, 100]);
  });

  test('a question that hangs is not asked again beside itself; one that fails is asked again', async () => {
    let letGo = () => {};
    answer = () => new Promise((resolve) => (letGo = resolve));
    const watch = openWatch();
    watch.see(early(1));
    await vi.advanceTimersByTimeAsync(1_000);
    watch.see(early(2));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(questions).toEqual([1]);
    answer = () => Promise.reject(new Error('away'));
    letGo();
    await vi.advanceTimersByTimeAsync(0);
    expect([signals.length, errors.length]).toEqual([1, 1]);
    answer = () => Promise.resolve();
    watch.see(early(3));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(signals.map(({ times }) => times)).toEqual([1, 2]);
  });

  test('nothing is lost by an orderly stop, and nothing runs behind it', async () => {
    const watch = openWatch();
    watch.see(early(1));
    watch.stop();
    await watch.flush();
    watch.see(early(2));
    expect([signals.length, vi.getTimerCount()]).toEqual([1, 0]);
  });
});
