import { isIPv4, isIPv6 } from 'node:net';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import type { MessageMode } from '@mashang/contract';

/** Everything the environment may decide, read once at start. docs/operations.md lists it. */
export interface Config {
  host: string;
  port: number;
  /** How phones and browsers reach this server, without a slash at the end. */
  publicUrl: string;
  dataDir: string;
  databaseUrl: string | undefined;
  demo: boolean;
  brandName: string;
  /** Addresses of proxies whose X-Forwarded-For is believed; empty: nobody's. */
  trustedProxies: string[];
  wechat: WechatConfig | undefined;
  wechatAddresses: WechatAddresses;
  smsProvider: 'simulator' | undefined;
  simulatorUrl: string | undefined;
  /** Where the SMS clouds are reached instead of their own addresses: a relay, or a test's double. */
  smsEndpoints: { aliyun: string | undefined; tencent: string | undefined };
  logLevel: string;
  environment: NodeJS.ProcessEnv;
}

interface WechatAddresses {
  apiUrl: string;
  oauthUrl: string;
  jsSdkUrl: string;
}

export interface WechatConfig extends WechatAddresses {
  appId: string;
  appSecret: string;
  token: string;
  encodingAesKey: string;
  /** Empty unless the key was just changed on the platform. */
  encodingAesKeyPrevious: string;
  /** Undefined: as head office set it. */
  messageMode: MessageMode | undefined;
  /** The account's gh_… id. */
  originalId: string;
  accountName: string;
}

/** What is wrong with the environment, every point at once, with the remedy. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');

/** Reads and checks the environment. Throws ConfigError naming every bad variable. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];
  const port = readPort(environment['PORT'] ?? '8080', problems);
  const host = environment['HOST'] ?? '127.0.0.1';
  const publicUrl = readUrl(environment, 'PUBLIC_URL', `http://127.0.0.1:${port}`, problems);
  const simulatorUrl = readOptionalUrl(environment, 'SIMULATOR_URL', problems);
  const smsProvider = environment['SMS_PROVIDER'] || undefined;
  if (smsProvider !== undefined && smsProvider !== 'simulator') {
    problems.push(`SMS_PROVIDER=${smsProvider}: only "simulator" is known`);
  }
  if (smsProvider === 'simulator' && !simulatorUrl) {
    problems.push('SMS_PROVIDER=simulator needs SIMULATOR_URL');
  }
  const smsEndpoints = {
    aliyun: readOptionalUrl(environment, 'SMS_ALIYUN_URL', problems),
    tencent: readOptionalUrl(environment, 'SMS_TENCENT_URL', problems),
  };
  const wechatAddresses = readWechatAddresses(environment, problems);
  const wechat = readWechat(environment, wechatAddresses, problems);
  const trustedProxies = readProxies(environment['TRUSTED_PROXIES'] ?? '', problems);
  if (problems.length > 0) {
    throw new ConfigError(`The configuration cannot be used:\n- ${problems.join('\n- ')}`);
  }
  return {
    host,
    port,
    publicUrl,
    dataDir: path.resolve(environment['DATA_DIR'] ?? path.join(repositoryRoot, 'data')),
    databaseUrl: environment['DATABASE_URL'] || undefined,
    demo: environment['DEMO'] === '1',
    brandName: environment['BRAND_NAME'] ?? '码上积分',
    trustedProxies,
    wechat,
    wechatAddresses,
    smsProvider: smsProvider === 'simulator' ? 'simulator' : undefined,
    simulatorUrl,
    smsEndpoints,
    logLevel: environment['LOG_LEVEL'] ?? 'info',
    environment,
  };
}

function readPort(text: string, problems: string[]): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    problems.push(`PORT=${text}: give a number from 0 to 65535`);
  }
  return port;
}

const proxyNames = ['loopback', 'linklocal', 'uniquelocal'];

/** Addresses and networks (CIDR). Believing everybody would let anybody choose an address. */
function readProxies(text: string, problems: string[]): string[] {
  const proxies = text.split(',').flatMap((proxy) => proxy.trim() || []);
  for (const proxy of proxies) {
    const [address = '', prefix = '32'] = proxy.split('/', 2);
    const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
    const isNetwork = /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= bits;
    if (isNetwork || proxyNames.includes(proxy)) continue;
    problems.push(`TRUSTED_PROXIES=${proxy}: give addresses like 10.0.0.1 or 10.0.0.0/8`);
  }
  return proxies;
}

function readUrl(
  environment: NodeJS.ProcessEnv,
  name: string,
  fallback: string,
  problems: string[],
): string {
  const text = environment[name] || fallback;
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? '')) {
    problems.push(`${name}=${text}: give an address like https://points.example.cn`);
  }
  return text.replace(/\/+$/, '');
}

function readOptionalUrl(
  environment: NodeJS.ProcessEnv,
  name: string,
  problems: string[],
): string | undefined {
  return environment[name] ? readUrl(environment, name, '', problems) : undefined;
}

const wechatNames = [
  'WECHAT_APP_ID',
  'WECHAT_APP_SECRET',
  'WECHAT_TOKEN',
  'WECHAT_ENCODING_AES_KEY',
  'WECHAT_ORIGINAL_ID',
] as const;

function readWechat(
  environment: NodeJS.ProcessEnv,
  addresses: WechatAddresses,
  problems: string[],
): WechatConfig | undefined {
  const missing = wechatNames.filter((name) => !environment[name]);
  if (missing.length === wechatNames.length) return undefined;
  if (missing.length > 0) {
    problems.push(`${missing.join(', ')} missing: give all of ${wechatNames.join(', ')} or none`);
  }
  const encodingAesKey = environment['WECHAT_ENCODING_AES_KEY'] ?? '';
  if (!aesKeyPattern.test(encodingAesKey)) {
    problems.push('WECHAT_ENCODING_AES_KEY: the platform shows 43 characters');
  }
  const encodingAesKeyPrevious = environment['WECHAT_ENCODING_AES_KEY_PREVIOUS'] ?? '';
  if (encodingAesKeyPrevious !== '' && !aesKeyPattern.test(encodingAesKeyPrevious)) {
    problems.push('WECHAT_ENCODING_AES_KEY_PREVIOUS: the platform shows 43 characters');
  }
  return {
    appId: environment['WECHAT_APP_ID'] ?? '',
    appSecret: environment['WECHAT_APP_SECRET'] ?? '',
    token: environment['WECHAT_TOKEN'] ?? '',
    encodingAesKey,
    encodingAesKeyPrevious,
    messageMode: readMessageMode(environment['WECHAT_MESSAGE_MODE'] ?? '', problems),
    originalId: environment['WECHAT_ORIGINAL_ID'] ?? '',
    accountName: environment['WECHAT_ACCOUNT_NAME'] ?? '码上积分',
    ...addresses,
  };
}

const aesKeyPattern = /^[A-Za-z0-9+/]{43}$/;
const messageModes: MessageMode[] = ['safe', 'compatible', 'plain'];

function readMessageMode(text: string, problems: string[]): MessageMode | undefined {
  const mode = messageModes.find((known) => known === text);
  if (text !== '' && mode === undefined) {
    problems.push(`WECHAT_MESSAGE_MODE=${text}: safe, compatible or plain, as on the platform`);
  }
  return mode;
}

/** WeChat's own addresses unless the environment names others; they hold for any account. */
function readWechatAddresses(environment: NodeJS.ProcessEnv, problems: string[]): WechatAddresses {
  return {
    apiUrl: readUrl(environment, 'WECHAT_API_URL', 'https://api.weixin.qq.com', problems),
    oauthUrl: readUrl(environment, 'WECHAT_OAUTH_URL', 'https://open.weixin.qq.com', problems),
    jsSdkUrl: readUrl(
      environment,
      'WECHAT_JSSDK_URL',
      'https://res.wx.qq.com/open/js/jweixin-1.6.0.js',
      problems,
    ),
  };
}
