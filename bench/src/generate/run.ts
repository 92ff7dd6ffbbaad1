import { createCodeCipher } from '@mashang/code-cipher';
import { randomBytes } from 'node:crypto';
import { measureRates, median } from '../bench.ts';
import type { BenchContext, BenchResult } from '../bench.ts';
import { createNobleSubjects, createRawAes, drawRandomCodes } from './references.ts';

export const summary = 'item codes: bulk generation and decoding against four references';

const LENGTH = 16;
const ROUNDS = 9;

/** Turns of about equal length, some 0.2 s: a short one would slip between a busy machine's pauses. */
const CODES_PER_TURN = 200_000;
const OUR_REPEATS = 6;
const AES_REPEATS = 16;
const NOBLE_CODES_PER_TURN = 4_000;
const DECODES_PER_TURN = 2_000;
const STRIDE = LENGTH + '\n'.length;

/** Code and text line on one thread, 16 symbols. Targets: codes.md §2. */
export async function* run({ progress }: BenchContext): AsyncGenerator<BenchResult> {
  const key = randomBytes(32);
  const cipher = createCodeCipher({ key, length: LENGTH });
  const noble = createNobleSubjects(key, LENGTH);

  progress(`generation, ${ROUNDS} rounds of ${CODES_PER_TURN} codes, the four taking turns`);
  const rates = await measureRates(
    {
      ours: repeated(OUR_REPEATS, () => cipher.encodeRange(1, 0, CODES_PER_TURN).length / STRIDE),
      noble: () => noble.encryptLines(NOBLE_CODES_PER_TURN),
      aes: repeated(AES_REPEATS, createRawAes(key, CODES_PER_TURN)),
      random: () => drawRandomCodes(CODES_PER_TURN, LENGTH),
    },
    ROUNDS,
  );
  const against = (name: string, reference: number, limit: number): BenchResult => ({
    name: `generate/${name}`,
    value: rates.ours,
    unit: 'codes/s',
    reference,
    ratio: rates.ours / reference,
    target: { of: 'ratio', bound: 'atLeast', limit },
  });
  yield against('vs-noble-ff1', rates.noble, 300);
  yield against('vs-raw-aes-256-ecb', rates.aes, 0.35);
  yield against('vs-random-and-set', rates.random, 20);

  progress(`decoding, ${ROUNDS} rounds of ${DECODES_PER_TURN} codes one by one`);
  const codes = new TextDecoder().decode(cipher.encodeRange(1, 0, DECODES_PER_TURN)).split('\n');
  codes.pop();
  const [ours, reference] = interleavedP50(
    codes,
    (code) => cipher.decode(code),
    (code) => noble.decrypt(code),
  );
  yield {
    name: 'generate/decode-p50',
    value: ours,
    unit: 'µs',
    reference,
    ratio: ours / reference,
    target: { of: 'value', bound: 'atMost', limit: 15 },
  };
}

function repeated(times: number, work: () => number): () => number {
  return () => {
    let units = 0;
    for (let turn = 0; turn < times; turn++) units += work();
    return units;
  };
}

/** Median microseconds of one call of each, over all rounds. */
function interleavedP50(
  codes: string[],
  first: (code: string) => unknown,
  second: (code: string) => unknown,
): [number, number] {
  const samples: [number[], number[]] = [[], []];
  for (let round = -1; round < ROUNDS; round++) {
    for (const [index, subject] of [first, second].entries()) {
      const durations = codes.map((code) => microsecondsOf(() => subject(code)));
      if (round >= 0) samples[index]?.push(...durations);
    }
  }
  return [median(samples[0]), median(samples[1])];
}

function microsecondsOf(action: () => unknown): number {
  const start = process.hrtime.bigint();
  action();
  return Number(process.hrtime.bigint() - start) / 1_000;
}
