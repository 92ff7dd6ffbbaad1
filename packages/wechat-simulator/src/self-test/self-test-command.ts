import { parseArgs } from 'node:util';
import { runSelfTest } from './run-self-test.ts';
import type { CheckResult, SelfTestReport } from './run-self-test.ts';
import { SelfTestOptionsError } from './self-test-options.ts';
import type { SelfTestOptions } from './self-test-options.ts';

const modes = ['safe', 'compatible', 'plain'] as const;

export const selfTestHelp = `Attacks the callback of an Official Account server on this machine and judges its answers.

Usage: mashang-wechat-simulator self-test --url http://127.0.0.1:8080/wechat/callback \\
         --app-id wx… --token … --encoding-aes-key … --original-id gh_… [options]

  --mode safe|compatible|plain   as the account is configured (safe)
  --scan-text TEXT --open-id ID  what an unused code says, and who may scan it: shows second credits.
                                 Up to three codes, each in a --scan-text of its own; they are used up
  --scan-key KEY                 of the menu button that scans (SCAN_POINTS)
  --answer-ms N                  how long the platform waits (5000)
  --json                         the report as JSON

The exit code is 0 when all checks pass, 1 when one fails, 2 when the test cannot begin. But for the
scans of --scan-text all messages come from made-up openids.
`;

/** Returns what to print and the exit code. Never throws for what is on the command line. */
export async function selfTestCommand(
  words: string[],
): Promise<{ text: string; exitCode: 0 | 1 | 2 }> {
  try {
    const { options, isJson, wantsHelp } = readArguments(words);
    if (wantsHelp) return { text: selfTestHelp, exitCode: 0 };
    const report = await runSelfTest(options);
    const text = isJson ? `${JSON.stringify(report, null, 2)}\n` : formatReport(options, report);
    return { text, exitCode: report.passed ? 0 : 1 };
  } catch (error) {
    if (!(error instanceof SelfTestOptionsError) && !isAboutArguments(error)) throw error;
    return { text: `${error.message}\nSee self-test --help.\n`, exitCode: 2 };
  }
}

function readArguments(words: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: words,
    options: {
      ...{ url: text, 'app-id': text, token: text, 'encoding-aes-key': text, 'original-id': text },
      ...{ mode: text, 'scan-key': text, 'open-id': text, 'answer-ms': text },
      ...{ 'scan-text': { type: 'string', multiple: true }, json: flag },
      help: { ...flag, short: 'h' },
    },
  });
  const need = (name: 'url' | 'app-id' | 'token' | 'encoding-aes-key' | 'original-id'): string => {
    const value = values[name];
    if (value || values.help) return value ?? '';
    throw new SelfTestOptionsError(`--${name} is missing`);
  };
  const mode = modes.find((known) => known === (values.mode ?? 'safe'));
  if (!mode) throw new SelfTestOptionsError(`--mode must be ${modes.join(', ')}`);
  const answerMs = Number(values['answer-ms'] ?? 5000);
  if (!(answerMs > 0)) throw new SelfTestOptionsError('--answer-ms must be a number');
  const options: SelfTestOptions = {
    ...{ url: need('url'), appId: need('app-id'), token: need('token') },
    ...{ encodingAesKey: need('encoding-aes-key'), originalId: need('original-id') },
    ...{ mode, answerMs, scanTexts: values['scan-text'] ?? [], openId: values['open-id'] ?? '' },
    ...(values['scan-key'] ? { scanKey: values['scan-key'] } : {}),
  };
  return { options, isJson: values.json, wantsHelp: values.help };
}

function formatReport({ url, scanTexts = [] }: SelfTestOptions, report: SelfTestReport): string {
  const { results, durationMs } = report;
  const count = (outcome: CheckResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  const note =
    scanTexts.length >= 3
      ? ''
      : 'Without three --scan-text of unused codes a second credit can stay unseen.\n';
  return (
    `${url}\n\n${results.map(formatResult).join('')}\n` +
    `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped ` +
    `in ${(durationMs / 1000).toFixed(1)} s\n${note}`
  );
}

function formatResult({ name, guarantees, outcome, reason }: CheckResult): string {
  const marks = { passed: 'pass', failed: 'FAIL', skipped: 'skip' };
  const line = `${marks[outcome]}  ${name.padEnd(22)} ${guarantees}\n`;
  return reason === null ? line : `${line}      ${' '.repeat(22)} → ${reason}\n`;
}

function isAboutArguments(error: unknown): error is Error {
  return (
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  );
}
