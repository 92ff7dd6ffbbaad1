import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createSimulator } from './create-simulator.ts';
import { SimulatorOptionsError } from './simulator-options.ts';
import type { SimulatorOptions } from './simulator-options.ts';
import { selfTestCommand } from './self-test/self-test-command.ts';

const help = `WeChat simulator: one Official Account's platform and a phone, on this machine only.

Usage: mashang-wechat-simulator [settings] [--help]
       mashang-wechat-simulator self-test …    attacks a server's callback; see self-test --help

Settings, in the environment or as arguments (--callback-url … for CALLBACK_URL, --app-id … for
WECHAT_APP_ID, and so on)
  PORT                     port to listen on (8090)
  HOST                     loopback address to listen on (127.0.0.1)
  WECHAT_APP_ID            the account's appid               required
  WECHAT_APP_SECRET        its secret                        required
  WECHAT_TOKEN             token of the callback settings    required
  WECHAT_ENCODING_AES_KEY  43 characters                     required
  WECHAT_ORIGINAL_ID       gh_…                              required
  CALLBACK_URL             the server's /wechat/callback     required
  WECHAT_WEB_DOMAINS       hosts allowed for web authorisation and JS-SDK, comma between them
                           (the callback's host)
  WECHAT_ACCOUNT_NAME      name in the chat (码上积分)
  WEB_VIEW_COOKIES         cookies to forget when the phone changes its user, comma between them
                           (mashang_member)
  STRICT_CHAT_WINDOW       0: after a tap or scan the account may write for 48 hours, as after a
                           message; else for one minute and three messages only, as in life
  MESSAGE_MODE             safe, compatible or plain: how messages are sent (safe)
  IP_WHITELIST             who may fetch tokens, addresses or subnets, comma between them (all)
  CONSENT_ANSWER           how the phone answers a page that asks for 订阅通知: ask, accept, reject
                           (ask)
  STATE_FILE               where chats are kept (<DATA_DIR>/wechat-simulator.json); empty: nowhere
  DATA_DIR                 default <repository>/data
`;

const repository = resolve(import.meta.dirname, '../../..');

const [command, ...words] = process.argv.slice(2);

if (command === 'self-test') {
  const { text, exitCode } = await selfTestCommand(words);
  process.stdout.write(text);
  process.exitCode = exitCode;
} else if (process.argv.includes('--help') || process.argv.includes('-h')) {
  process.stdout.write(help);
} else {
  await run();
}

async function run(): Promise<void> {
  try {
    const settings = { ...process.env, ...readArguments(process.argv.slice(2)) };
    const simulator = await createSimulator(readEnvironment(settings));
    const url = await simulator.listen();
    process.stdout.write(`WeChat simulator: ${url} (phone page)\n`);
    const stop = (): void => void simulator.close();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  } catch (error) {
    if (!isExpected(error)) throw error;
    process.stderr.write(`WeChat simulator: ${error.message}\nSee --help.\n`);
    process.exitCode = 1;
  }
}

/** `--app-id x` is WECHAT_APP_ID=x: every setting of the help, by its name without WECHAT_. */
function readArguments(words: string[]): Record<string, string> {
  const names = [...help.matchAll(/^ {2}([A-Z_]+) {2}/gm)].map(([, name = '']) => name);
  const flagOf = (name: string): string =>
    name
      .replace(/^WECHAT_/, '')
      .toLowerCase()
      .replaceAll('_', '-');
  const byFlag = new Map(names.map((name) => [flagOf(name), name]));
  const options = Object.fromEntries(
    [...byFlag.keys()].map((flag) => [flag, { type: 'string' as const }]),
  );
  try {
    const { values } = parseArgs({ args: words, options });
    return Object.fromEntries(
      Object.entries(values).map(([flag, value]) => [byFlag.get(flag) ?? flag, String(value)]),
    );
  } catch (error) {
    throw new SimulatorOptionsError(error instanceof Error ? error.message : String(error));
  }
}

function readEnvironment(env: NodeJS.ProcessEnv): SimulatorOptions {
  const missing: string[] = [];
  const need = (name: string): string => {
    const value = env[name];
    if (!value) missing.push(name);
    return value ?? '';
  };
  const options: SimulatorOptions = {
    appId: need('WECHAT_APP_ID'),
    appSecret: need('WECHAT_APP_SECRET'),
    token: need('WECHAT_TOKEN'),
    encodingAesKey: need('WECHAT_ENCODING_AES_KEY'),
    originalId: need('WECHAT_ORIGINAL_ID'),
    callbackUrl: need('CALLBACK_URL'),
    host: env['HOST'] || '127.0.0.1',
    port: readPort(env['PORT'] || '8090'),
    stateFile:
      env['STATE_FILE'] ??
      resolve(env['DATA_DIR'] || `${repository}/data`, 'wechat-simulator.json'),
    strictChatWindow: env['STRICT_CHAT_WINDOW'] !== '0',
    messageMode: readOne('MESSAGE_MODE', env['MESSAGE_MODE'], ['safe', 'compatible', 'plain']),
    consentAnswer: readOne('CONSENT_ANSWER', env['CONSENT_ANSWER'], ['ask', 'accept', 'reject']),
    ...(env['IP_WHITELIST'] ? { ipWhitelist: env['IP_WHITELIST'].split(/[\s,]+/) } : {}),
    ...(env['WECHAT_ACCOUNT_NAME'] ? { accountName: env['WECHAT_ACCOUNT_NAME'] } : {}),
    ...(env['WECHAT_WEB_DOMAINS'] ? { webDomains: env['WECHAT_WEB_DOMAINS'].split(/[\s,]+/) } : {}),
    ...(env['WEB_VIEW_COOKIES'] ? { webViewCookies: env['WEB_VIEW_COOKIES'].split(/[\s,]+/) } : {}),
  };
  if (missing.length > 0) throw new SimulatorOptionsError(`missing ${missing.join(', ')}`);
  return options;
}

/** One of the words, the first when nothing is said. */
function readOne<const T extends string>(
  name: string,
  text: string | undefined,
  words: readonly [T, ...T[]],
): T {
  const word = text ? words.find((known) => known === text) : words[0];
  if (word === undefined) throw new SimulatorOptionsError(`${name} must be ${words.join(', ')}`);
  return word;
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new SimulatorOptionsError(`PORT is not a port: ${text}`);
}

function isExpected(error: unknown): error is Error {
  const isBusy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return isBusy || error instanceof SimulatorOptionsError;
}
