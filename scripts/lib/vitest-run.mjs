import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeProgram, root, run } from './project.mjs';

/**
 * Runs Vitest and counts from its own report. A file that does not load, a run that ends badly
 * with no test to blame, and a run of no tests each count as a failure.
 */
export async function runVitest({ parameters = [], name, env = {} }) {
  const report = join(root, 'data/test-results', `${name}.json`);
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(nodeProgram, [vitest, 'run', ...reporters, ...parameters], {
    env: { ...process.env, ...env, PATH: `${dirname(nodeProgram)}:${process.env.PATH}` },
  });
  const { passed, failed, skipped } = count(report);
  if (passed + failed === 0) console.error(`${name}: 没有执行任何测试 no test was executed`);
  const nobodyToBlame = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: failed + (nobodyToBlame ? 1 : 0), skipped };
}

function count(report) {
  try {
    const results = JSON.parse(readFileSync(report, 'utf8'));
    const brokenFiles = results.testResults.filter(
      (file) =>
        file.status === 'failed' &&
        !file.assertionResults.some(({ status }) => status === 'failed'),
    );
    return {
      passed: results.numPassedTests,
      failed: results.numFailedTests + brokenFiles.length,
      skipped: results.numPendingTests + (results.numTodoTests ?? 0),
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
