// `npm run screenshots`: every page of both apps, at phone and desktop size, into screenshots/.
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { nodeProgram, root, run } from './lib/project.mjs';

const help = `npm run screenshots [-- FOLDER]

Starts the product with demo data on free ports, walks through every page of the consumer's app and
of head office, and keeps a picture of each at 390×844 and 1440×900 in FOLDER (screenshots/pages).
Nothing of a running copy is touched.
`;

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  process.stdout.write(help);
} else {
  await ensureInstalled();
  const chromium = await ensureChromium();
  await ensureBuilt();
  process.exitCode = await run(
    nodeProgram,
    [join(root, 'e2e/screenshots/take-screenshots.ts'), ...process.argv.slice(2)],
    { env: { ...process.env, CHROMIUM_PATH: chromium } },
  );
}
