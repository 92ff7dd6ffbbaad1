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
