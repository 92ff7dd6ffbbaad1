import { isLoopbackHost } from '../simulator-options.ts';
import type { PlatformSettings } from '../platform/settings.ts';

/** The account as its platform console has it, and the server that shall stand the test. */
export interface SelfTestOptions {
  /** The server's callback address, on loopback: what is sent there is an attack. */
  url: string;
  appId: string;
  token: string;
  encodingAesKey: string;
  originalId: string;
  /** As the account is configured; default safe. */
  mode?: PlatformSettings['messageMode'];
  /**
   * What codes say that were never used, one for each of the three checks of repetitions. Without
   * them a text that is no code is scanned, and second credits stay unseen.
   */
  scanTexts?: readonly string[];
  /** Who scans them: an openid the server can credit. */
  openId?: string;
  /** Key of the menu button that scans; default SCAN_POINTS. */
  scanKey?: string;
  /** How long the platform waits for an answer; default 5000. */
  answerMs?: number;
  /** How long the test waits before it gives an answer up; default twice that. */
  patienceMs?: number;
  /** The server's time; default the machine's. */
  now?: () => Date;
}

export type ResolvedSelfTestOptions = Required<SelfTestOptions>;

/** Thrown when the test cannot begin with what it was given. */
export class SelfTestOptionsError extends Error {
  override name = 'SelfTestOptionsError';
}

/** Fills in the defaults. Throws SelfTestOptionsError with one sentence. */
export function resolveSelfTestOptions(options: SelfTestOptions): ResolvedSelfTestOptions {
  const { url, encodingAesKey, answerMs = 5000 } = options;
  const address = URL.canParse(url) ? new URL(url) : null;
  expect(address?.protocol.startsWith('http'), '--url must be an http(s) address');
  expect(isLoopbackHost(address?.hostname ?? ''), 'only servers on this machine are attacked');
  expect(/^[A-Za-z0-9+/]{43}$/.test(encodingAesKey), 'the EncodingAESKey has 43 characters');
  for (const name of ['appId', 'token', 'originalId'] as const) {
    expect(options[name] !== '', `${name} must not be empty`);
  }
  return {
    ...{ mode: 'safe', scanTexts: [], openId: '', scanKey: 'SCAN_POINTS' },
    now: () => new Date(),
    ...options,
    ...{ answerMs, patienceMs: options.patienceMs ?? 2 * answerMs },
  };
}

function expect(condition: boolean | undefined, failure: string): void {
  if (!condition) throw new SelfTestOptionsError(failure);
}
