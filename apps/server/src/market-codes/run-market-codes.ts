import type {
  ActivatedMarketCode,
  MarketCodeActivation,
  MarketCodeRange,
  MarketCodes,
  WechatClient,
} from '@mashang/wechat';
import { WechatError } from '@mashang/wechat';
import { describeWechatFailure } from '../texts-wechat-failures.ts';
import { downloadCodes } from './download-codes.ts';
import { MarketCodesError } from './market-codes-error.ts';
import { readPackageKey } from './read-package-key.ts';
import { readWords, requirePlace, requireWord } from './read-words.ts';
import type { Words } from './read-words.ts';

export interface MarketCodesCommand {
  /** Of the account in force; undefined while there is none. */
  findClient: () => Promise<Pick<WechatClient, 'marketCodes'> | undefined>;
  say: (text: string) => void;
  /** How it goes on, beside the answer. */
  note: (message: string) => void;
}

interface Subcommand {
  options: readonly string[];
  /** Asks WeChat; returns the exit code. */
  run: (words: Words, marketCodes: MarketCodes, command: MarketCodesCommand) => Promise<number>;
}

const subcommands: Readonly<Record<string, Subcommand>> = {
  apply: { options: ['count', 'order'], run: apply },
  status: { options: ['application', 'order', 'index'], run: status },
  download: {
    options: ['application', 'key-file', 'key-form', 'out', 'from', 'to'],
    run: download,
  },
  activate: {
    options: [
      ...['application', 'from', 'to', 'activity', 'brand', 'product'],
      ...['barcode', 'mini-program', 'path', 'version'],
    ],
    run: activate,
  },
  ticket: { options: ['openid', 'ticket'], run: ticket },
};

/**
 * Runs one command of `npm run market-codes` and returns its exit code: 0 done, 1 not ready yet.
 * Throws MarketCodesError and MarketCodePackageError, which say what to do, and WechatError, whose
 * remedy was noted before.
 */
export async function runMarketCodes(
  [verb = '', ...rest]: readonly string[],
  command: MarketCodesCommand,
): Promise<number> {
  const subcommand = Object.hasOwn(subcommands, verb) ? subcommands[verb] : undefined;
  if (!subcommand) {
    throw new MarketCodesError(
      `不认识的命令，请看 --help。 Unknown command "${verb}", see --help.`,
    );
  }
  const words = readWords(rest, subcommand.options);
  const client = await command.findClient();
  if (!client) {
    throw new MarketCodesError(
      '还没有配置公众号：请在总部后台【设置】里填写，或用 WECHAT_… 环境变量。' +
        ' No Official Account is set up: fill it in at head office, or give WECHAT_….',
    );
  }
  try {
    return await subcommand.run(words, client.marketCodes, command);
  } catch (error) {
    // What the client refuses before it asks: a count, a range, an id.
    if (error instanceof RangeError) throw new MarketCodesError(error.message);
    if (error instanceof WechatError) {
      const [zh, en] = (['zh', 'en'] as const).map((each) => describeWechatFailure(error, each));
      command.note(`${zh} ${en}`);
    }
    throw error;
  }
}

async function apply(words: Words, marketCodes: MarketCodes, { say }: MarketCodesCommand) {
  const codeCount = requirePlace(words, 'count');
  const isvApplicationId = requireWord(words, 'order');
  const { applicationId } = await marketCodes.apply({ codeCount, isvApplicationId });
  say(
    `已申请 ${codeCount} 个码，申请单号 ${applicationId}。生成需要时间，请用 status 查看。\n` +
      `${codeCount} codes are ordered: application ${applicationId}. See with status when they are made.\n`,
  );
  return 0;
}

async function status(words: Words, marketCodes: MarketCodes, { say }: MarketCodesCommand) {
  if (words['index'] !== undefined) {
    const applicationId = requireWord(words, 'application');
    const codeIndex = requirePlace(words, 'index');
    say(describeCode(await marketCodes.queryActivation({ applicationId, codeIndex })));
    return 0;
  }
  const by =
    words['order'] === undefined
      ? { applicationId: requireWord(words, 'application') }
      : { isvApplicationId: words['order'] };
  const application = await marketCodes.queryApplication(by);
  const { applicationId, isvApplicationId, ranges, isFinished } = application;
  const portions = ranges.map(({ codeStart, codeEnd }) => `  ${codeStart}–${codeEnd}\n`);
  say(
    `${applicationId} ${isvApplicationId} ${application.status} ` +
      `${isFinished ? '可以下载 ready' : '尚未生成好 not ready'}\n${portions.join('')}`,
  );
  return isFinished ? 0 : 1;
}

async function download(words: Words, marketCodes: MarketCodes, { say, note }: MarketCodesCommand) {
  const out = requireWord(words, 'out');
  const isPart = words['from'] !== undefined || words['to'] !== undefined;
  const count = await downloadCodes(marketCodes, {
    ...{ out, note },
    applicationId: requireWord(words, 'application'),
    key: readPackageKey(requireWord(words, 'key-file'), words['key-form']),
    wanted: isPart ? readRange(words) : null,
  });
  say(
    `${out}：${count} 个码，可在【导入积分码】使用；用完请删除。\n` +
      `${out}: ${count} codes, ready to be imported. Delete it afterwards.\n`,
  );
  return 0;
}

async function activate(words: Words, marketCodes: MarketCodes, { say }: MarketCodesCommand) {
  const range = readRange(words);
  await marketCodes.activate({
    ...range,
    applicationId: requireWord(words, 'application'),
    activityName: requireWord(words, 'activity'),
    productBrand: requireWord(words, 'brand'),
    productTitle: requireWord(words, 'product'),
    productCode: requireWord(words, 'barcode'),
    wxaAppId: requireWord(words, 'mini-program'),
    wxaPath: requireWord(words, 'path'),
    wxaType: readVersion(words['version'] ?? 'release'),
  });
  const { codeStart, codeEnd } = range;
  say(`已激活 ${codeStart}–${codeEnd} are activated\n`);
  return 0;
}

async function ticket(words: Words, marketCodes: MarketCodes, { say }: MarketCodesCommand) {
  const openId = requireWord(words, 'openid');
  const codeTicket = requireWord(words, 'ticket');
  say(describeCode(await marketCodes.ticketToCode({ openId, codeTicket })));
  return 0;
}

function readRange(words: Words): MarketCodeRange {
  return { codeStart: requirePlace(words, 'from'), codeEnd: requirePlace(words, 'to') };
}

const versions = ['release', 'development', 'trial'] as const;

function readVersion(word: string): MarketCodeActivation['wxaType'] {
  const version = versions.find((known) => known === word);
  if (version) return version;
  throw new MarketCodesError(`--version 只能是 ${versions.join('、')}。 --version ${word}?`);
}

/** Names and values, one a line, for eyes and for scripts. */
function describeCode(code: ActivatedMarketCode): string {
  return Object.entries(code)
    .map(([name, value]) => `${name.padEnd(18)}${value ?? ''}\n`)
    .join('');
}
