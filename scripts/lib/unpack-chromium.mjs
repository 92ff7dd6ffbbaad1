// Run by lib/chromium.mjs on Node 24: unpacks the browser of the npm package given as the first
// argument into the temporary folder of this process (TMPDIR), where the package wants it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const packageDir = process.argv[2];
const load = (file) => import(pathToFileURL(join(packageDir, file)).href);
const { default: chromium } = await load('build/index.js');
const { inflate } = await load('build/lambdafs.js');
console.log(await chromium.executablePath());
// Libraries for machines that lack those of a desktop.
await inflate(join(packageDir, 'bin/al2023.tar.br'));
