import { Worker } from 'node:worker_threads';
import type { Clock } from '../../../platform/clock.ts';
import type { ImportWorkerData } from './import-worker.ts';

export interface RunImportsOptions {
  databaseUrl: string;
  masterKey: Buffer;
  /** Hosts whose addresses are ours. */
  ownHosts: string[];
  dataDir: string;
  clock: Clock;
  /** Scans that wait for their turn at this moment. */
  scansWaiting: () => number;
}

export interface ImportRunner {
  /** Resolves when the import has ended, stands still, or was told to stop. */
  run(importId: number): Promise<void>;
  /** Lets running imports stop at their last checkpoint; they go on at the next start. */
  stop(): Promise<void>;
}

const lookEveryMs = 100;
/** Beside scans, of one processor's time. */
const dutyBesideScansPercent = 12;
/** Looks without a scan until an import may work all the time again. */
const quietLooks = 10;

/**
 * Runs imports in a thread of their own, which hears ten times a second how much of its time it may
 * work: while scans come in, an eighth.
 */
export function createImportRunner(options: RunImportsOptions): ImportRunner {
  const running = new Map<Worker, Promise<void>>();
  let isStopping = false;

  return {
    async run(importId) {
      if (isStopping) return;
      const duty = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const stopWatching = watchScans(options.scansWaiting, duty);
      const worker = startWorker(options, importId, duty);
      const ended = untilEnd(worker);
      running.set(worker, ended);
      try {
        await ended;
      } finally {
        stopWatching();
        running.delete(worker);
      }
    },
    async stop() {
      isStopping = true;
      for (const worker of running.keys()) worker.postMessage('stop');
      await Promise.allSettled(running.values());
    },
  };
}

function startWorker(options: RunImportsOptions, importId: number, duty: Int32Array): Worker {
  const { databaseUrl, masterKey, ownHosts, dataDir, clock } = options;
  const workerData: ImportWorkerData = {
    importId,
    databaseUrl,
    masterKey: new Uint8Array(masterKey),
    ownHosts,
    dataDir,
    duty,
    // The clock of a test stands elsewhere.
    clockAheadMs: clock.now().getTime() - Date.now(),
  };
  return new Worker(new URL('./import-worker.ts', import.meta.url), {
    workerData,
    // Young objects die young here; a large nursery would be memory held for nothing.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
}

function untilEnd(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the thread of an import ended with ${code}`));
    });
  });
}

/** A busy event loop is a sign of scans too: those that are under way wait for nothing. */
function watchScans(scansWaiting: () => number, duty: Int32Array): () => void {
  let before = performance.eventLoopUtilization();
  // Nothing is known yet: the first look comes after a tenth of a second.
  let quiet = scansWaiting() > 0 ? 0 : quietLooks;
  const tell = () => {
    Atomics.store(duty, 0, quiet < quietLooks ? dutyBesideScansPercent : 100);
  };
  const look = () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    quiet = scansWaiting() > 0 || utilization > 0.4 ? 0 : quiet + 1;
    tell();
  };
  tell();
  const timer = setInterval(look, lookEveryMs).unref();
  return () => clearInterval(timer);
}
