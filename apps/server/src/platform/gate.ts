import { busy } from './errors.ts';

/**
 * Lets `concurrentMax` pieces of work run at a time and `waitingMax` wait; beyond that it refuses
 * with `busy` instead of piling up memory.
 */
export function createGate(options: { concurrentMax: number; waitingMax: number }) {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function enter(): Promise<void> {
    if (running < options.concurrentMax) {
      running += 1;
      return;
    }
    if (waiting.length >= options.waitingMax) throw busy();
    // The one that leaves hands its place over, so `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  return async function pass<Value>(work: () => Promise<Value>): Promise<Value> {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}

/** The same for each key by itself, without waiting: what one subject may have under way at a time. */
export function createGatePerKey<Key>({ concurrentMax }: { concurrentMax: number }) {
  const underWay = new Map<Key, number>();

  return async function pass<Value>(key: Key, work: () => Promise<Value>): Promise<Value> {
    const before = underWay.get(key) ?? 0;
    if (before >= concurrentMax) throw busy();
    underWay.set(key, before + 1);
    try {
      return await work();
    } finally {
      const left = (underWay.get(key) ?? 1) - 1;
      if (left === 0) underWay.delete(key);
      else underWay.set(key, left);
    }
  };
}
