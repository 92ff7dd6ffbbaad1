import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { firstSettings } from './platform/settings.ts';
import type { PlatformSettings, SettingsChange } from './platform/settings.ts';

/** Everything a simulator needs to know; only the credentials and the callback have no default. */
export interface SimulatorOptions extends SettingsChange {
  appId: string;
  appSecret: string;
  /** Token of the callback settings: 3–32 letters or digits. */
  token: string;
  /** 43 characters, as the console of the platform shows it. */
  encodingAesKey: string;
  /** `gh_…`, the account's original id: ToUserName of every push. */
  originalId: string;
  /** Where pushes go: the server's `/wechat/callback`. */
  callbackUrl: string;
  accountName?: string;
  /** Hosts registered for web authorisation and the JS-SDK; default: the callback's host. */
  webDomains?: string[];
  host?: string;
  /** 0 takes any free port. */
  port?: number;
  /** JSON file that keeps chats, menu, shelf and SMS across restarts; absent: memory only. */
  stateFile?: string;
  now?: () => Date;
  pushTimeoutMs?: number;
  pushTriesMax?: number;
  /** Cookies of the account's pages that a change of the phone's user must forget. */
  webViewCookies?: string[];
  phoneDirectory?: string;
}

export interface ResolvedOptions extends Required<
  Omit<SimulatorOptions, 'stateFile' | keyof PlatformSettings>
> {
  stateFile: string | null;
  /** Where the settings begin; see `Context.settings` for the present ones. */
  settings: PlatformSettings;
}

/** Thrown when the simulator cannot start with what it was given. */
export class SimulatorOptionsError extends Error {
  override name = 'SimulatorOptionsError';
}

/** Fills in the defaults and checks the options; throws SimulatorOptionsError with one sentence. */
export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
  const { stateFile, ...rest } = options;
  const callback = parseUrl(options.callbackUrl);
  const resolved: ResolvedOptions = {
    accountName: '码上积分',
    host: '127.0.0.1',
    port: 8090,
    now: () => new Date(),
    pushTimeoutMs: 5000,
    pushTriesMax: 3,
    webViewCookies: ['mashang_member'],
    phoneDirectory: resolve(import.meta.dirname, '../dist/phone'),
    ...rest,
    stateFile: stateFile ? resolve(stateFile) : null,
    settings: readSettings({ webDomains: [callback.host], ...options }),
  };
  assertValid(resolved.appId !== '', 'WECHAT_APP_ID must not be empty');
  assertValid(resolved.originalId !== '', 'WECHAT_ORIGINAL_ID must not be empty');
  // It plays the platform without asking anybody who they are, so it must not leave the machine.
  assertValid(isLoopbackHost(resolved.host), 'HOST must be a loopback address such as 127.0.0.1');
  return resolved;
}

/** True for localhost, 127.0.0.0/8 and ::1, with or without brackets. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

function readSettings(options: Parameters<typeof firstSettings>[0]): PlatformSettings {
  try {
    return firstSettings(options);
  } catch (error) {
    if (error instanceof RangeError) throw new SimulatorOptionsError(error.message);
    throw error;
  }
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  assertValid(
    url !== null && /^https?:$/.test(url.protocol),
    'CALLBACK_URL must be an http(s) address',
  );
  return url;
}

function assertValid(condition: boolean, message: string): asserts condition {
  if (!condition) throw new SimulatorOptionsError(message);
}
