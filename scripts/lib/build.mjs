import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartError, npm, root } from './project.mjs';

/** The three web apps: what is built from which folders. */
const webApps = [
  { name: '@mashang/consumer', home: 'apps/consumer', dist: 'apps/consumer/dist' },
  { name: '@mashang/console', home: 'apps/console', dist: 'apps/console/dist' },
  {
    name: '@mashang/wechat-simulator',
    home: 'packages/wechat-simulator/phone',
    dist: 'packages/wechat-simulator/dist/phone',
  },
];
const sharedSources = ['packages/contract/src'];

/** Builds the web apps that have never been built or whose sources are newer than the result. */
export async function ensureBuilt() {
  for (const app of webApps) {
    if (!isStale(app)) continue;
    console.log(`正在生成网页 Building ${app.name} …`);
    const code = await npm(['run', 'build', '--silent', '-w', app.name, '--', '--logLevel=warn']);
    if (code !== 0) {
      throw new StartError(
        `生成 ${app.name} 失败，详见上面的输出。 Building ${app.name} failed; see above.`,
      );
    }
  }
}

function isStale({ home, dist }) {
  const result = join(root, dist, 'index.html');
  if (!existsSync(result)) return true;
  const builtAt = statSync(result).mtimeMs;
  return [home, ...sharedSources].some((folder) => newestIn(join(root, folder)) > builtAt);
}

function newestIn(folder) {
  if (!existsSync(folder)) return 0;
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'dist' || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    const time = entry.isDirectory() ? newestIn(path) : statSync(path).mtimeMs;
    newest = Math.max(newest, time);
  }
  return newest;
}
