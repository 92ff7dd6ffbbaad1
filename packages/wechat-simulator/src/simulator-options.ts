import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** Everything a simulator needs to know; only the credentials and the callback have no default. */
export interface SimulatorOptions {
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
  /** Whether a retry carries a fresh timestamp and nonce; unknown of the platform, default no. */
  resignRetries?: boolean;
  /**
   * Whether a tap, a scan or a follow opens the chat for one minute and three messages, as in life;
   * default no: like a message of the user, for 48 hours and five.
   */
  strictChatWindow?: boolean;
  /** Cookies of the account's pages that a change of the phone's user must forget. */
  webViewCookies?: string[];
  phoneDirectory?: string;
}

export interface ResolvedOptions extends Required<Omit<SimulatorOptions, 'stateFile'>> {
  stateFile: string | null;
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
    webDomains: [callback.host],
    host: '127.0.0.1',
    port: 8090,
    now: () => new Date(),
    pushTimeoutMs: 5000,
    pushTriesMax: 3,
    resignRetries: false,
    strictChatWindow: false,
    webViewCookies: ['mashang_member'],
    phoneDirectory: resolve(import.meta.dirname, '../dist/phone'),
    ...rest,
    stateFile: stateFile ? resolve(stateFile) : null,
  };
  assertValid(
    /^[A-Za-z0-9+/]{43}$/.test(resolved.encodingAesKey),
    'WECHAT_ENCODING_AES_KEY must be 43 base64 characters',
  );
  assertValid(
    /^[A-Za-z0-9]{3,32}$/.test(resolved.token),
    'WECHAT_TOKEN must be 3 to 32 letters or digits',
  );
  assertValid(resolved.appId !== '', 'WECHAT_APP_ID must not be empty');
  assertValid(resolved.appSecret !== '', 'WECHAT_APP_SECRET must not be empty');
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
