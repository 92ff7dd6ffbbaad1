// `npm test`: installs what is missing, then every check, test and browser walk there is, and one
// closing line with the true totals. Nothing stops at the first failure.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { StartError, npm, npmAside, root } from './lib/project.mjs';
import { runVitest } from './lib/vitest-run.mjs';
import { runBrowserWalks } from './run-browser-walks.mjs';

const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

try {
  await runAll();
} catch (error) {
  note('npm test', { passed: 0, failed: 1, skipped: 0 });
  console.error(error instanceof StartError ? error.message : error);
}
for (const name of failures) console.log(`失败 failed: ${name}`);
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

async function runAll() {
  await ensureInstalled();
  const chromium = await ensureChromium();
  console.log(`Chromium: ${chromium}`);
  await runScript('build');
  await runChecks(checks());
  title('vitest');
  note('vitest', await runVitest({ name: 'tests', env: { CHROMIUM_PATH: chromium } }));
  title('browser walks');
  note('browser walks', await runBrowserWalks(chromium));
}

/** The parts of `npm run check`, each counted as one, so that all of them are seen. */
function checks() {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return scripts.check.split('&&').map((part) => part.trim().replace(/^npm run /, ''));
}

async function runScript(name) {
  title(name);
  const code = await npm(['run', '--silent', name]);
  note(name, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
}

/** Each of them keeps one core busy, so two run side by side, the longest first. */
async function runChecks(names) {
  const waiting = names.toSorted((a, b) => Number(b === 'lint') - Number(a === 'lint'));
  const lane = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      const { code, output } = await npmAside(['run', '--silent', name]);
      title(name);
      process.stdout.write(output);
      note(name, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
    }
  };
  await Promise.all([lane(), lane()]);
}

function note(name, { passed, failed, skipped }) {
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
  if (failed > 0) failures.push(`${name} (${failed})`);
  console.log(`${name}: ${passed} ok, ${failed} not ok`);
}

function title(name) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(3, 60 - name.length))}`);
}
