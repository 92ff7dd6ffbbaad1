import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { formatJson, formatRow, tableHeader } from './bench.ts';
import type { BenchModule } from './bench.ts';

/**
 * `npm run bench -- [name …] [--json] [--full]`: runs bench/src/<name>/run.ts for each name, all
 * without one. A new benchmark is a new folder; nothing is registered here.
 */
process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<number> {
  const available = benchmarkNames();
  let options;
  try {
    options = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        full: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = options;
  if (values.help) return printHelp(available);
  const unknown = positionals.find((name) => !available.includes(name));
  if (unknown !== undefined) {
    return refuse(`No benchmark is called ${unknown}. There are: ${available.join(', ')}`);
  }
  await runAll(positionals.length > 0 ? positionals : available, values);
  return 0;
}

async function runAll(
  names: string[],
  { json = false, full = false }: { json?: boolean; full?: boolean },
): Promise<void> {
  const format = json ? formatJson : formatRow;
  if (!json) writeLine(tableHeader());
  for (const name of names) {
    const { run } = await loadBenchmark(name);
    const progress = (text: string) => void process.stderr.write(`# ${name}: ${text}\n`);
    for await (const result of run({ progress, full })) writeLine(format(result));
  }
}

async function printHelp(names: string[]): Promise<number> {
  writeLine('npm run bench -- [name …] [--json] [--full]\n');
  for (const name of names) {
    writeLine(`  ${name.padEnd(12)}${(await loadBenchmark(name)).summary}`);
  }
  writeLine('\n  --json      one object a line: name, value, unit, reference, ratio');
  writeLine('  --full      the sizes of the targets where the default is smaller; takes minutes');
  writeLine('  --help      this text');
  return 0;
}

function benchmarkNames(): string[] {
  return readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function loadBenchmark(name: string): Promise<BenchModule> {
  return (await import(`./${name}/run.ts`)) as BenchModule;
}

function refuse(message: string): number {
  process.stderr.write(`${message}\nTry: npm run bench -- --help\n`);
  return 2;
}

function writeLine(text: string): void {
  process.stdout.write(`${text}\n`);
}
