import { runAudit } from './audit/run-audit.ts';
import type { AuditReport } from './audit/findings.ts';
import { readConfig } from './platform/config.ts';
import { withDatabase } from './platform/with-database.ts';

const usage = `Checks every promise about points on the data itself, and reports.

Usage: npm run audit [-- --json] [-- --help]

Reads one snapshot, page by page: with DATABASE_URL it may run while servers run (best on a replica,
a long snapshot keeps old row versions). The embedded database belongs to the server that runs on it:
stop that one first. Nothing is ever changed.

  --json   one object a line: name, promise, looked, violations, examples

Exit code 0: everything holds; 1: something does not; 2: it could not be checked.
Settings come from the environment: DATABASE_URL, DATA_DIR (./data).
`;

/** The command: the database as main.ts finds it, then every check, then the report. */
async function main(words: string[]): Promise<number> {
  if (words.includes('--help')) return say(usage);
  const config = readConfig(process.env);
  const limits = { max: 1, statementTimeoutMilliseconds: 0 };
  return await withDatabase(config, { ...limits, note }, async (db) => {
    const report = await runAudit(db, { progress: (part) => note(`# ${part}`) });
    say(words.includes('--json') ? inJson(report) : inWords(report));
    return report.violations === 0 ? 0 : 1;
  });
}

function inJson({ checks }: AuditReport): string {
  return checks.map((check) => `${JSON.stringify(check)}\n`).join('');
}

function inWords({ checks, claims, entries, violations }: AuditReport): string {
  const lines = checks.flatMap(({ name, promise, looked, violations: count, examples }) => [
    `${count === 0 ? '✓' : '✗'} ${name.padEnd(18)} ${String(looked).padStart(12)}  ${promise}`,
    ...examples.map((example) => `    ${example}`),
    ...(count > examples.length ? [`    … ${count} in all`] : []),
  ]);
  const verdict =
    violations === 0
      ? `全部一致 everything holds: ${claims} claims, ${entries} entries`
      : `发现 ${violations} 处不一致 found ${violations} violations in ${claims} claims, ${entries} entries`;
  return `${lines.join('\n')}\n${verdict}\n`;
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

function note(message: string): void {
  process.stderr.write(`${message}\n`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    note(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  },
);
