import { expect, test } from 'vitest';
import { runSelfTest } from '../src/index.ts';
import type { SelfTestOptions } from '../src/index.ts';
import { selfTestCommand } from '../src/self-test/self-test-command.ts';
import { aBrokenServer, slowMs } from './broken-server.ts';
import type { Flaw } from './broken-server.ts';
import { account } from './harness.ts';

async function failuresOf(url: string, options: Partial<SelfTestOptions> = {}) {
  const report = await runSelfTest({
    ...{ ...account, url },
    scanTexts: ['CODE-1', 'CODE-2', 'CODE-3'],
    ...options,
  });
  const failures = report.results.filter(({ outcome }) => outcome === 'failed');
  expect(report.passed).toBe(failures.length === 0);
  return failures.map(({ name, reason }) => `${name}: ${reason}`);
}

test.each(['safe', 'compatible', 'plain'] as const)(
  'S20: a server without a flaw passes every check in %s mode',
  async (mode) => {
    // In plain mode a signature says nothing about the body: no server passes without remembering it.
    const expected = mode === 'plain' ? [/^new-body: /, /^other-openid: /] : [];
    const failures = await failuresOf(await aBrokenServer(null, mode), { mode });
    expect(failures).toEqual(expected.map((failure) => expect.stringMatching(failure) as string));
  },
);

const flaws: Record<Flaw, string[]> = {
  'reflects echostr': ['echo-forged'],
  'echoes HTML': ['echo-returned'],
  'believes unsigned events': ['unsigned-event'],
  'takes the mode from the request': ['mode-by-request'],
  'leaves the appid unchecked': ['other-appid'],
  'answers whom the address names': ['other-openid'],
  'believes old messages': ['old-push'],
  'reads repeated parameters': ['repeated-parameters'],
  'accepts DOCTYPE': ['external-entities', 'entity-expansion'],
  'reads any size': ['big-body'],
  'breaks on unknown kinds': ['unknown-types'],
  'is slow': ['answers-in-time'],
  'replies in clear': ['reply-valid'],
  'leaves CDATA open': ['text-breaks-out'],
  'forgets its answers': ['retry-after-answer'],
  'credits what is in flight twice': ['retry-in-flight', 'concurrent-duplicates'],
};

test.each(Object.entries(flaws))(
  'S20: a server that %s fails %j and nothing else',
  async (flaw, checks) => {
    const failures = await failuresOf(
      await aBrokenServer(flaw as Flaw),
      // A busy machine makes a slow server slower, but no other one slow.
      flaw === 'is slow' ? { answerMs: slowMs / 2, patienceMs: 5000 } : {},
    );
    expect(failures).toEqual(checks.map((name) => expect.stringMatching(`^${name}: `) as string));
  },
);

test('S20: nothing but this machine is attacked, and what is missing is said in a sentence', async () => {
  for (const url of [
    'http://192.0.2.1/wechat/callback',
    'https://example.com/',
    'ftp://localhost',
  ]) {
    await expect(runSelfTest({ ...account, url })).rejects.toThrow(/machine|address/);
  }
  const url = 'http://127.0.0.1:9/';
  await expect(runSelfTest({ ...account, url, encodingAesKey: 'x' })).rejects.toThrow('43');
});

test('S20: a server that is down fails, and never with a stack', async () => {
  const failures = await failuresOf('http://127.0.0.1:9/', { patienceMs: 300 });
  expect(failures.length).toBeGreaterThan(20);
  expect(failures[0]).toContain('no answer');
});

test('S20: the command’s exit code tells a good server from a bad one, and from a mistake in its words', async () => {
  const { appId, token, encodingAesKey, originalId } = account;
  const words = ['--app-id', appId, '--token', token, '--encoding-aes-key', encodingAesKey];
  const run = async (...more: string[]) =>
    await selfTestCommand([...words, '--original-id', originalId, ...more]);
  const [good, bad] = [await aBrokenServer(null), await aBrokenServer('reflects echostr')];
  const passed = await run('--url', good, '--json');
  expect(passed.exitCode).toBe(0);
  expect(JSON.parse(passed.text)).toMatchObject({ passed: true });
  const failed = await run('--url', bad);
  expect(failed.exitCode).toBe(1);
  expect(failed.text).toMatch(/FAIL {2}echo-forged .*\n.*→ .*the echostr was reflected/);
  expect(failed.text).toContain('24 passed, 1 failed, 0 skipped');
  for (const wrong of [[], ['--url', good, '--mode', 'loud'], ['--url', good, '--colour']]) {
    expect(await run(...wrong)).toMatchObject({ exitCode: 2 });
  }
});
