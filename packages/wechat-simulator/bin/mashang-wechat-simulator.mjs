#!/usr/bin/env node
/*
 * The simulator is TypeScript that Node runs as it is, from 22.18 on. An older Node hands over to the
 * newer one that the repository installs as a package (`node`), if it is there.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

if (process.features.typescript) await import('../src/main.ts');
else handOver();

function handOver() {
  const node = findInstalledNode();
  if (!node) {
    process.stderr.write(
      `The WeChat simulator needs Node 22.18 or newer; this is ${process.version}.\n`,
    );
    process.exitCode = 2;
    return;
  }
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`${node}: ${error.message}\n`);
    process.exitCode = 2;
  });
  child.on('exit', (code) => (process.exitCode = code ?? 1));
}

function findInstalledNode() {
  try {
    const description = createRequire(import.meta.url).resolve('node/package.json');
    return join(dirname(description), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return null;
  }
}
