/**
 * Runs `work` every `everyMs`, but never while it still runs: a database that hangs must not meet a
 * growing crowd of the same question when it comes back.
 *
 * @returns a function that stops it
 */
export function repeat(options: {
  work: () => Promise<void>;
  everyMs: number;
  onError: (error: unknown) => void;
}): () => void {
  const { work, everyMs, onError } = options;
  let isRunning = false;
  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    try {
      await work();
    } catch (error) {
      onError(error);
    } finally {
      isRunning = false;
    }
  }
  const timer = setInterval(() => void run(), everyMs);
  return () => clearInterval(timer);
}
