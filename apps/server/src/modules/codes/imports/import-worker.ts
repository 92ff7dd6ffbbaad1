import { parentPort, workerData } from 'node:worker_threads';
import { createDatabase } from '../../../platform/database.ts';
import { createCodeBook } from '../code-book.ts';
import { loadKeyVersions } from '../load-key-versions.ts';
import { createGiveWay } from './give-way.ts';
import { importCodes } from './import-codes.ts';

export interface ImportWorkerData {
  importId: number;
  databaseUrl: string;
  masterKey: Uint8Array;
  ownHosts: string[];
  dataDir: string;
  /** Percent of the time that may be worked, in a shared array of one. */
  duty: Int32Array;
  clockAheadMs: number;
}

const data = workerData as ImportWorkerData;
const stopping = new AbortController();
parentPort?.once('message', () => stopping.abort()).unref();
await importCodes(
  {
    databaseUrl: data.databaseUrl,
    dataDir: data.dataDir,
    codeBook: await openCodeBook(),
    clock: { now: () => new Date(Date.now() + data.clockAheadMs) },
    giveWay: createGiveWay(() => Atomics.load(data.duty, 0)),
    // Beside scans one is enough.
    lanes: () => (Atomics.load(data.duty, 0) === 100 ? 2 : 1),
    signal: stopping.signal,
  },
  data.importId,
);

async function openCodeBook() {
  const masterKey = Buffer.from(data.masterKey);
  const { db, close } = createDatabase(data.databaseUrl, { max: 1 });
  try {
    const keyVersions = await loadKeyVersions(db, masterKey);
    return createCodeBook({ masterKey, keyVersions, ownHosts: data.ownHosts });
  } finally {
    await close();
  }
}
