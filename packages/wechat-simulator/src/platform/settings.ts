/** How often a path may be called; an absent number is no limit. */
export interface Quota {
  /** Calls from midnight to midnight in Beijing. */
  daily?: number;
  perMinute?: number;
}

/** What can be changed while the simulator runs; the options of the same names are where it begins. */
export interface PlatformSettings {
  appSecret: string;
  /** Token of the callback settings: 3–32 letters or digits. */
  token: string;
  /** Hosts registered for web authorisation and the JS-SDK. */
  webDomains: string[];
  /** 安全, 兼容, 明文: how pushes are sent. */
  messageMode: 'safe' | 'compatible' | 'plain';
  /** 43 characters, as the console of the platform shows it. */
  encodingAesKey: string;
  /** The one before; replies made with it are still understood. */
  previousEncodingAesKey: string | null;
  /** Whether a retry carries a fresh timestamp and nonce; unknown of the platform, default no. */
  resignRetries: boolean;
  /**
   * Whether a tap, a scan or a follow opens the chat for one minute and three messages, as in life
   * (default); else like a message of the user, for 48 hours and five.
   */
  strictChatWindow: boolean;
  /** Addresses and subnets (`10.0.0.0/8`) that may fetch tokens, others hear 40164; null: all may. */
  ipWhitelist: string[] | null;
  /** What `getcallbackip` answers. */
  callbackIps: string[];
  /** By path; added to, or instead of, the documented ones. `{}` for a path takes its limits away. */
  quotas: Record<string, Quota>;
  /** Plays Android clients that open the redirect of web authorisation twice with one code. */
  doubleCallback: boolean;
  /** How the phone answers a page that asks for 订阅通知: by a dialog, or at once. */
  consentAnswer: 'ask' | 'accept' | 'reject';
  /** Whether `bizsend` answers a msgid: the push page says so, users report it does not. */
  bizsendReturnsMsgId: boolean;
  /** How long after a template message its fate is reported. */
  reportDelayMs: number;
  permanentQrsMax: number;
  /** How long an application for market codes takes; `finishMarketCodes()` ends all at once. */
  marketCodeSeconds: number;
  /** Codes in one package. */
  marketCodeRangeMax: number;
  /** The key mailed for packages: 16 characters for AES-128, 32 for AES-256. Its length is unverified. */
  marketCodeKey: string;
  /** Random bytes before the text of a package, 0 or 16: unverified. */
  marketCodePrefixBytes: 0 | 16;
}

export type SettingsChange = Partial<PlatformSettings>;

/** What has no default. */
type Credentials = Pick<PlatformSettings, 'appSecret' | 'token' | 'webDomains' | 'encodingAesKey'>;

const defaultSettings: Omit<PlatformSettings, keyof Credentials> = {
  messageMode: 'safe',
  previousEncodingAesKey: null,
  resignRetries: false,
  strictChatWindow: true,
  ipWhitelist: null,
  callbackIps: ['127.0.0.1', '::1'],
  quotas: {},
  doubleCallback: false,
  consentAnswer: 'ask',
  bizsendReturnsMsgId: true,
  reportDelayMs: 0,
  permanentQrsMax: 100_000,
  marketCodeSeconds: 3,
  marketCodeRangeMax: 50_000,
  marketCodeKey: 'simulator-16byte',
  marketCodePrefixBytes: 0,
};

/** The settings at the start. Throws RangeError for what makes no sense. */
export function firstSettings(options: Credentials & SettingsChange): PlatformSettings {
  const { appSecret, token, webDomains, encodingAesKey } = options;
  const settings = { ...defaultSettings, appSecret, token, webDomains, encodingAesKey };
  for (const name of Object.keys(defaultSettings) as (keyof typeof defaultSettings)[]) {
    if (options[name] !== undefined) Object.assign(settings, { [name]: options[name] });
  }
  assertPossible(settings);
  return settings;
}

/**
 * Changes settings in place. A new EncodingAESKey makes the present one the previous one.
 * Throws RangeError, and changes nothing, for what makes no sense.
 */
export function changeSettings(settings: PlatformSettings, change: SettingsChange): void {
  const isNewKey =
    change.encodingAesKey !== undefined && change.encodingAesKey !== settings.encodingAesKey;
  const next: PlatformSettings = {
    ...settings,
    ...(isNewKey ? { previousEncodingAesKey: settings.encodingAesKey } : {}),
    ...change,
  };
  assertPossible(next);
  Object.assign(settings, next);
}

function assertPossible(settings: PlatformSettings): void {
  const { encodingAesKey, previousEncodingAesKey } = settings;
  const isKey = (key: string): boolean => /^[A-Za-z0-9+/]{43}$/.test(key);
  assert(isKey(encodingAesKey), 'WECHAT_ENCODING_AES_KEY must be 43 base64 characters');
  assert(
    previousEncodingAesKey === null || isKey(previousEncodingAesKey),
    'the previous EncodingAESKey must be 43 base64 characters',
  );
  assert(
    /^[A-Za-z0-9]{3,32}$/.test(settings.token),
    'WECHAT_TOKEN must be 3 to 32 letters or digits',
  );
  assert(settings.appSecret !== '', 'WECHAT_APP_SECRET must not be empty');
  assert(
    [16, 32].includes(Buffer.byteLength(settings.marketCodeKey)),
    'marketCodeKey must have 16 or 32 bytes',
  );
}

function assert(condition: boolean, message: string): void {
  if (!condition) throw new RangeError(message);
}
