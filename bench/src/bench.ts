import { performance } from 'node:perf_hooks';

/** One line of the report. `reference` was measured in the same run and has the unit of `value`. */
export interface BenchResult {
  name: string;
  value: number;
  unit: string;
  reference: number;
  /** value / reference. */
  ratio: number;
  /** What we owe: `atLeast` or `atMost`, of the ratio or of the value. Shown, not in `--json`. */
  target: Target;
}

export interface Target {
  of: 'ratio' | 'value';
  bound: 'atLeast' | 'atMost';
  limit: number;
}

export interface BenchContext {
  /** A line about what is being done, for the person who waits (standard error). */
  progress: (text: string) => void;
  /** The sizes the targets speak of, where the default is smaller to be quick. */
  full: boolean;
}

/** What every `bench/src/<name>/run.ts` exports: `export const summary` and `export function run`. */
export interface BenchModule {
  /** One line for `--help`. */
  summary: string;
  run: (context: BenchContext) => AsyncIterable<BenchResult>;
}

/** A thing to measure: does some work and says how many units of it (codes, claims). */
export type Subject = () => number | Promise<number>;

/**
 * Median units per second of each subject. The subjects take turns round by round, so that a noisy
 * neighbour or a warm machine meets them all alike and the ratios can be trusted.
 */
export async function measureRates<Name extends string>(
  subjects: Record<Name, Subject>,
  rounds: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(subjects) as Name[];
  const rates = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const startMs = performance.now();
      const units = await subjects[name]();
      const elapsedMs = performance.now() - startMs;
      // Round -1 only warms up: caches, compiler, files.
      if (round >= 0) rates.get(name)?.push((units / elapsedMs) * 1_000);
    }
  }
  const medians = names.map((name) => [name, median(rates.get(name) ?? [])] as const);
  return Object.fromEntries(medians) as Record<Name, number>;
}

/** The middle value; of an even number of values the upper one of the two. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[values.length >> 1];
  if (middle === undefined) throw new RangeError('median of nothing');
  return middle;
}

export function meetsTarget({ value, ratio, target }: BenchResult): boolean {
  const measured = target.of === 'ratio' ? ratio : value;
  return target.bound === 'atLeast' ? measured >= target.limit : measured <= target.limit;
}

/** The machine's form: exactly five fields, one object a line. */
export function formatJson({ name, value, unit, reference, ratio }: BenchResult): string {
  return JSON.stringify({ name, value, unit, reference, ratio });
}

/** The reader's form: a row under `tableHeader`. */
export function formatRow(result: BenchResult): string {
  const { of, bound, limit } = result.target;
  const target = `${of} ${bound === 'atLeast' ? '≥' : '≤'} ${limit}`;
  return tableRow([
    result.name,
    `${significant(result.value)} ${result.unit}`,
    significant(result.reference),
    significant(result.ratio),
    `${target} ${meetsTarget(result) ? 'met' : 'MISSED'}`,
  ]);
}

export function tableHeader(): string {
  return tableRow(['name', 'value', 'reference', 'ratio', 'target']);
}

const COLUMN_WIDTHS = [30, 22, 14, 10];

function tableRow(cells: string[]): string {
  return cells.map((cell, index) => cell.padEnd(COLUMN_WIDTHS[index] ?? 0)).join('');
}

function significant(number: number): string {
  return number.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
