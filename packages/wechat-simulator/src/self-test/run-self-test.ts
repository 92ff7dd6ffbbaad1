import { allChecks } from './all-checks.ts';
import { createBench } from './bench.ts';
import type { Bench } from './bench.ts';
import type { Check } from './check.ts';
import { resolveSelfTestOptions } from './self-test-options.ts';
import type { SelfTestOptions } from './self-test-options.ts';

const atOnceMax = 6;

export interface CheckResult {
  name: string;
  guarantees: string;
  outcome: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was left out. */
  reason: string | null;
  durationMs: number;
}

export interface SelfTestReport {
  passed: boolean;
  durationMs: number;
  results: CheckResult[];
}

/**
 * Attacks a server's callback and judges its answers. The messages come from made-up openids, except
 * for scans of `scanTexts`. Throws SelfTestOptionsError.
 */
export async function runSelfTest(input: SelfTestOptions): Promise<SelfTestReport> {
  const options = resolveSelfTestOptions(input);
  const bench = createBench(options);
  const startedAt = performance.now();
  const results: CheckResult[] = [];
  const waiting = [...allChecks.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [number, check] = next;
      results[number] = await runCheck(check, bench);
    }
  };
  await Promise.all(Array.from({ length: atOnceMax }, work));
  return {
    passed: results.every(({ outcome }) => outcome !== 'failed'),
    durationMs: Math.round(performance.now() - startedAt),
    results,
  };
}

async function runCheck(check: Check, bench: Bench): Promise<CheckResult> {
  const { name, guarantees, modes } = check;
  const { mode } = bench.options;
  if (modes && !modes.includes(mode)) {
    const reason = `says nothing about ${mode} mode`;
    return { name, guarantees, outcome: 'skipped', reason, durationMs: 0 };
  }
  const startedAt = performance.now();
  const reason = await check.run(bench);
  const durationMs = Math.round(performance.now() - startedAt);
  return { name, guarantees, outcome: reason === null ? 'passed' : 'failed', reason, durationMs };
}
