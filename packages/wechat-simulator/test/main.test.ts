import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { account } from './harness.ts';

const main = join(import.meta.dirname, '../src/main.ts');
const launcher = join(import.meta.dirname, '../bin/mashang-wechat-simulator.mjs');
const settings = {
  WECHAT_APP_ID: account.appId,
  WECHAT_APP_SECRET: account.appSecret,
  WECHAT_TOKEN: account.token,
  WECHAT_ENCODING_AES_KEY: account.encodingAesKey,
  WECHAT_ORIGINAL_ID: account.originalId,
  CALLBACK_URL: account.callbackUrl,
  PORT: '0',
  STATE_FILE: '',
};

function start(words: string[], env: Record<string, string>, script = main) {
  const child = spawn(process.execPath, [script, ...words], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  const run = { child, output: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (run.output += chunk.toString()));
  }
  const ended = new Promise<number | null>((end) => child.once('close', end));
  return { run, ended };
}

test('--help names every setting', async () => {
  const { run, ended } = start(['--help'], {});
  expect(await ended).toBe(0);
  for (const name of Object.keys(settings)) expect(run.output).toContain(name);
});

test('missing settings end the process with their names, not with a stack', async () => {
  const { run, ended } = start([], { ...settings, WECHAT_TOKEN: '', CALLBACK_URL: '' });
  expect(await ended).toBe(1);
  expect(run.output).toContain('missing WECHAT_TOKEN, CALLBACK_URL');
  expect(run.output).not.toContain('    at ');
});

test('by its command, with settings as arguments, it prints its address, answers, and ends when asked', async () => {
  const { PORT: port, WECHAT_TOKEN: token, ...others } = settings;
  const { run, ended } = start(['--port', port, '--token', token], others, launcher);
  await expect.poll(() => run.output, { timeout: 15_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
  const url = /http:\/\/[\d.:]+/.exec(run.output)?.[0] ?? '';
  expect(await (await fetch(`${url}/simulator/status`)).json()).toMatchObject({ status: 'ok' });
  run.child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('an argument nobody knows is said in a sentence', async () => {
  const { run, ended } = start(['--colour', 'red'], settings);
  expect(await ended).toBe(1);
  expect(run.output).toContain('--colour');
  expect(run.output).not.toContain('    at ');
});
