import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError, nodeProgram, npm, root } from './project.mjs';

/** Installs what package-lock.json names and node_modules lacks; does nothing when all is there. */
export async function ensureInstalled() {
  const lacking = firstLacking();
  if (lacking === null && nodeWorks()) return;
  const isFirst = !existsSync(join(root, 'node_modules'));
  console.log(
    isFirst
      ? '正在安装依赖（首次约一两分钟） Installing dependencies (a minute or two the first time) …'
      : `依赖有变化，正在更新 Updating dependencies (${lacking ?? 'node'}) …`,
  );
  // Not `ci`: it removes what another copy of the program may be running on, and it refuses a lock
  // that lacks another platform's optional packages. Versions come from the lock all the same.
  const code = await npm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    throw new StartError(
      '安装依赖失败，请检查网络与 npm 源后重试。 npm could not install the dependencies: check the network and the npm registry, then try again.',
    );
  }
  if (!nodeWorks()) {
    throw new StartError(
      `${nodeProgram} 无法运行。请删除 node_modules 后重试（npm 不可禁用安装脚本）。` +
        ` ${nodeProgram} does not run: delete node_modules and try again (npm must be allowed to run install scripts).`,
    );
  }
}

/** The first package that the lock wants and npm's own note of node_modules does not have. */
function firstLacking() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules/.package-lock.json'));
  if (wanted === null) return null;
  if (present === null) return 'node_modules';
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes('node_modules/') || entry.optional || entry.peer) continue;
    const found = present[path];
    if (!found || found.version !== entry.version || !existsSync(join(root, path))) return path;
  }
  return null;
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return null;
  }
}

function nodeWorks() {
  const { status, stdout } = spawnSync(nodeProgram, ['--version'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  return status === 0 && Number(/^v(\d+)/.exec(stdout)?.[1]) >= 22;
}
