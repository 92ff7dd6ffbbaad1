import { measureRates } from '../bench.ts';
import type { BenchContext, BenchResult } from '../bench.ts';
import { measureBesideClaims } from './beside-claims.ts';
import { startPrintServer, type FileKind, type PrintServer } from './print-server.ts';

export const summary =
  'print files over loopback HTTP: codes a second, memory, and claims meanwhile';

const rounds = 7;
const codesPerTurn = 3_000_000;
const naiveCodesPerTurn = 30_000;

/** Plain TXT of URLs with 16 symbols, server on one thread, downloader a process. Targets: issue 5. */
export async function* run({ progress, full }: BenchContext): AsyncGenerator<BenchResult> {
  const print = await startPrintServer();
  try {
    // First of all: what earlier downloads had made the process grow by would not be seen.
    const codes = full ? 50_000_000 : 10_000_000;
    progress(`memory while ${codes} codes go out`);
    yield await measureMemory(print, codes);
    progress(`${rounds} rounds of ${codesPerTurn} codes, the four taking turns`);
    yield* reportRates(await measureDownloads(print));
    progress('claims beside a download');
    const { besideP99Ms, aloneP99Ms, codesPerSecond } = await measureBesideClaims(print, progress);
    progress(`${Math.round(codesPerSecond)} codes a second beside the claims`);
    yield {
      name: 'print-txt/claims-p99',
      value: besideP99Ms,
      unit: 'ms',
      reference: aloneP99Ms,
      ratio: besideP99Ms / aloneP99Ms,
      target: { of: 'ratio', bound: 'atMost', limit: 2 },
    };
  } finally {
    await print.stop();
  }
}

type Rates = Record<FileKind, number>;

function measureDownloads(print: PrintServer): Promise<Rates> {
  const subject = (kind: FileKind, codes: number) => async () => {
    await print.download(kind, codes);
    return codes;
  };
  return measureRates(
    {
      codes: subject('codes', codesPerTurn),
      prepared: subject('prepared', codesPerTurn),
      protected: subject('protected', codesPerTurn),
      naive: subject('naive', naiveCodesPerTurn),
    },
    rounds,
  );
}

function* reportRates(rates: Rates): Generator<BenchResult> {
  const rate = (
    name: string,
    value: number,
    reference: number,
    target: BenchResult['target'],
  ): BenchResult => ({
    name: `print-txt/${name}`,
    value,
    unit: 'codes/s',
    reference,
    ratio: value / reference,
    target,
  });
  yield rate('http-vs-prepared', rates.codes, rates.prepared, {
    of: 'value',
    bound: 'atLeast',
    limit: 3_000_000,
  });
  yield rate('http-vs-naive', rates.codes, rates.naive, {
    of: 'ratio',
    bound: 'atLeast',
    limit: 50,
  });
  yield rate('protected-vs-plain', rates.protected, rates.codes, {
    of: 'ratio',
    bound: 'atLeast',
    limit: 0.3,
  });
}

const sampleEveryMs = 20;

/** How far the process grows at most while a file goes out; the reference is the file itself. */
async function measureMemory(print: PrintServer, codes: number): Promise<BenchResult> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, sampleEveryMs);
  const { bodyBytes } = await print.download('codes', codes);
  clearInterval(sampling);
  const [value, reference] = [(peak - before) / 2 ** 20, bodyBytes / 2 ** 20];
  return {
    name: 'print-txt/memory-growth',
    value,
    unit: 'MiB',
    reference,
    ratio: value / reference,
    target: { of: 'value', bound: 'atMost', limit: 200 },
  };
}
