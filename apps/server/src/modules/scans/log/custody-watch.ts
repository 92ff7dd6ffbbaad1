import type { HeldCode, HoldingDelivery } from '../../codes/index.ts';
import { codeIdOf } from '../../codes/index.ts';
import type { GuardSignal } from '../../guards/index.ts';

/** A code of ours somebody scanned, whatever they were told. */
export interface SeenCode extends HeldCode {
  serial: number;
  /** In force now, e.g. `minted` until an activation that lies ahead. */
  state: string;
}

export interface CustodyWatch {
  /** Keeps what shows that codes are where they should not be. Never waits, never throws. */
  see(code: SeenCode): void;
  /** Asks for the copies of what was seen and raises the signals. Rejects when it cannot. */
  flush(): Promise<void>;
  /** From now on nothing is asked by itself. */
  stop(): void;
}

export interface CustodyWatchOptions {
  /** For each group of codes the copies it names. */
  readCustody: (asked: readonly (readonly HeldCode[])[]) => Promise<HoldingDelivery[][]>;
  recordSignals: (signals: readonly GuardSignal[]) => void;
  onError: (error: unknown) => void;
  /** Null: only when asked. */
  flushEveryMs: number | null;
}

/** One alarm to be: of a delivery whose mark was seen, or of a batch that is not activated. */
interface Sighting {
  kind: 'markedCopy' | 'scannedBeforeActivation';
  /** The latest. */
  code: SeenCode;
  times: number;
  /** Different codes to ask for, by place and mark. */
  codes: Map<string, HeldCode>;
}

/**
 * A whole shop floor of codes that are not activated is one question and one alarm a second: more codes
 * and batches than these are counted, or wait for the next time they are scanned.
 */
const codesPerSightingMax = 200;
const sightingsMax = 100;

/**
 * Watches for codes scanned before their activation, and for marks of copies that were never meant for
 * print. An ordinary code that pays costs a comparison.
 */
export function createCustodyWatch(options: CustodyWatchOptions): CustodyWatch {
  const { readCustody, recordSignals, onError, flushEveryMs } = options;
  let sightings = new Map<string, Sighting>();
  let underWay: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  function arm(): void {
    if (timer || isStopped || flushEveryMs === null) return;
    timer = setTimeout(() => {
      timer = undefined;
      flush().catch(onError);
    }, flushEveryMs);
    timer.unref();
  }

  function keep(kind: Sighting['kind'], key: string, code: SeenCode): void {
    const known = sightings.get(key);
    if (!known && sightings.size >= sightingsMax) return;
    const sighting = known ?? { kind, code, times: 0, codes: new Map<string, HeldCode>() };
    sighting.code = code;
    sighting.times += 1;
    if (sighting.codes.size < codesPerSightingMax) {
      const { batchId, place, markOf } = code;
      sighting.codes.set(`${place} ${markOf}`, { batchId, place, markOf });
    }
    sightings.set(key, sighting);
    arm();
  }

  /** What the database did not answer waits beside what was seen meanwhile. */
  function putBack(key: string, { times, codes, ...sighting }: Sighting): void {
    const known = sightings.get(key);
    if (!known) return void sightings.set(key, { times, codes, ...sighting });
    known.times += times;
    for (const [name, code] of codes) {
      if (known.codes.size < codesPerSightingMax) known.codes.set(name, code);
    }
  }

  async function raise(): Promise<void> {
    const asked = sightings;
    sightings = new Map();
    try {
      const seen = [...asked.values()];
      const copies = await readCustody(seen.map(({ codes }) => [...codes.values()]));
      const signals = seen.flatMap((sighting, index) => signalOf(sighting, copies[index] ?? []));
      if (signals.length > 0) recordSignals(signals);
    } catch (error) {
      for (const [key, sighting] of asked) putBack(key, sighting);
      arm();
      throw error;
    } finally {
      underWay = undefined;
    }
  }

  async function flush(): Promise<void> {
    await underWay?.catch(() => undefined);
    if (!underWay && sightings.size > 0) underWay = raise();
    await underWay;
  }

  return {
    see(code) {
      if (code.markOf !== null) keep('markedCopy', `delivery:${code.markOf}`, code);
      if (code.state === 'minted') keep('scannedBeforeActivation', `batch:${code.batchId}`, code);
    },
    flush,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

function signalOf({ kind, code, times }: Sighting, copies: HoldingDelivery[]): GuardSignal[] {
  const { batchId, serial, markOf } = code;
  const deliveries = copies.map(({ deliveryId, recipient }) => ({ deliveryId, recipient }));
  const about = { codeId: codeIdOf(batchId, serial), times };
  const details = { batchId, serial, deliveries };
  if (kind === 'scannedBeforeActivation') {
    return [{ kind, subject: `batch:${batchId}`, ...about, details }];
  }
  const [copy] = copies;
  // A copy for the press is meant to be scanned; its marks say so only after a leak.
  if (!copy || (copy.purpose === 'print' && copy.revokedAt === null)) return [];
  const { purpose, revokedAt } = copy;
  const isRevoked = revokedAt !== null;
  return [
    { kind, subject: `delivery:${markOf}`, ...about, details: { ...details, purpose, isRevoked } },
  ];
}
