// `npm run e2e`: the whole product in a real browser. Prints its own count at the end.
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runVitest } from './lib/vitest-run.mjs';

/** Runs e2e/walks/*.walk.ts; resolves to the counts. */
export async function runBrowserWalks(chromium, parameters = []) {
  return runVitest({
    name: 'walks',
    parameters: ['--config', 'e2e/vitest.config.ts', ...parameters],
    env: { CHROMIUM_PATH: chromium },
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await ensureInstalled();
  const chromium = await ensureChromium();
  await ensureBuilt();
  const { passed, failed } = await runBrowserWalks(chromium, process.argv.slice(2));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
