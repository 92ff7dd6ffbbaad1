import type { Bench } from './bench.ts';
import type { Problem } from './judge.ts';
import type { ResolvedSelfTestOptions } from './self-test-options.ts';

/** One thing a server must do. */
export interface Check {
  name: string;
  /** What a server that passes does, in one sentence. */
  guarantees: string;
  /** Modes in which it makes sense; default all. */
  modes?: readonly ResolvedSelfTestOptions['mode'][];
  run(bench: Bench): Promise<Problem>;
}

export const encryptedModes = ['safe', 'compatible'] as const;
