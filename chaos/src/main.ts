import { readOptions, usage } from './options.ts';
import { runChaos, type ChaosReport } from './run-chaos.ts';

// Leaving takes the servers and the data along; PostgreSQL ends with its parent.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(2));

process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<number> {
  try {
    const options = readOptions(words);
    if (options === 'help') {
      process.stdout.write(usage);
      return 0;
    }
    const progress = (text: string) => void process.stderr.write(`# ${text}\n`);
    const report = await runChaos({ ...options, progress, keepsBroken: true });
    process.stdout.write(inWords(report));
    return report.violations === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

function inWords({ checks, counts, violations, seconds }: ChaosReport): string {
  const lines = [
    ...Object.entries(counts).map(
      ([name, count]) => `${name.padEnd(28)} ${String(count).padStart(10)}`,
    ),
    `${'seconds'.padEnd(28)} ${seconds.toFixed(0).padStart(10)}`,
    '',
    ...checks.flatMap(({ name, promise, looked, violations: count, examples }) => [
      `${count === 0 ? '✓' : '✗'} ${name.padEnd(18)} ${String(looked).padStart(10)}  ${promise}`,
      ...examples.map((example) => `    ${example}`),
    ]),
    '',
    violations === 0
      ? '全部一致 every promise was kept'
      : `发现 ${violations} 处不一致 ${violations} broken`,
  ];
  return `${lines.join('\n')}\n`;
}
