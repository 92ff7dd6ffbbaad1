import {
  addKeyVersion,
  checkMasterKey,
  listKeyVersions,
  refuseRetiring,
  retireKeyVersion,
} from '../modules/codes/index.ts';
import type { KeyVersionFacts } from '../modules/codes/index.ts';
import { countClaimsByBatch } from '../modules/statistics/index.ts';
import { beijingMinute } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';

export interface KeysCommand {
  db: Db;
  /** Throws with the remedy when there is none. */
  readMasterKey: () => Buffer;
  say: (text: string) => void;
}

/**
 * Runs one command of `npm run keys` and returns its exit code: 0 done, 1 refused or something is
 * wrong. Errors of the modules say what to do instead.
 */
export async function runKeys(words: readonly string[], command: KeysCommand): Promise<number> {
  const [verb, ...rest] = words;
  if (verb === 'list' && rest.length === 0) return list(command);
  if (verb === 'add' && rest.length === 0) return add(command);
  if (verb === 'check' && rest.length === 0) return check(command);
  const [version, consent] = rest;
  const isRetiring = verb === 'retire' && /^\d{1,9}$/.test(version ?? '') && rest.length <= 2;
  if (isRetiring && (consent === undefined || consent === '--yes')) {
    return retire(command, Number(version), consent === '--yes');
  }
  command.say(
    '不认识的命令，请看 npm run keys -- --help  Unknown command, see npm run keys -- --help\n',
  );
  return 1;
}

async function list({ db, say }: KeysCommand): Promise<number> {
  const versions = await listKeyVersions(db, countClaimsByBatch);
  if (versions.length === 0) {
    say(
      '还没有密钥：服务器第一次启动时生成。 No key yet: the first start of the server makes one.\n',
    );
    return 0;
  }
  const rows = versions.map((facts) => [
    String(facts.keyVersion),
    states[facts.state],
    beijingMinute(facts.createdAt),
    inDays(facts.createdAt),
    String(facts.batches),
    String(facts.codes),
    String(facts.unclaimed),
  ]);
  say(columns([titles, ...rows]));
  return 0;
}

async function add({ db, readMasterKey, say }: KeysCommand): Promise<number> {
  const masterKey = readMasterKey();
  const version = await db.transaction().execute((tx) => addKeyVersion(tx, masterKey));
  say(
    `密钥版本 ${version} 已生成，30 秒后的新批次使用它；旧码照常有效，无需重启。\n` +
      `Version ${version} is there. New batches use it in 30 seconds; old codes keep working, no restart needed.\n`,
  );
  return 0;
}

async function check({ db, readMasterKey, say }: KeysCommand): Promise<number> {
  const versions = await checkMasterKey(db, readMasterKey());
  if (versions.length === 0) {
    say('数据库还没有密钥，无从核对。 This database has no key yet: nothing to check against.\n');
    return 1;
  }
  const numbers = versions.map(({ keyVersion }) => keyVersion).join(', ');
  say(`主密钥正确 The master key opens every version: ${numbers}\n`);
  return 0;
}

async function retire({ db, say }: KeysCommand, version: number, isSure: boolean): Promise<number> {
  await refuseRetiring(db, version);
  const versions = await listKeyVersions(db, countClaimsByBatch);
  const facts = versions.find(({ keyVersion }) => keyVersion === version);
  if (facts && !isSure) {
    say(warning(facts));
    return 1;
  }
  await db.transaction().execute((tx) => retireKeyVersion(tx, version));
  say(
    `密钥版本 ${version} 已停用；正在运行的服务器 5 秒内生效。\n` +
      `Version ${version} is retired; running servers follow within 5 seconds.\n`,
  );
  return 0;
}

function warning({ keyVersion, batches, unclaimed }: KeyVersionFacts): string {
  return (
    `停用密钥版本 ${keyVersion} 后，它的 ${batches} 个批次里还没有积分的码（最多 ${unclaimed} 个）将永远失效，无法恢复。\n` +
    `确定请再次执行：npm run keys -- retire ${keyVersion} --yes\n` +
    `Retiring version ${keyVersion} kills the codes of its ${batches} batches that are not claimed yet, up to ${unclaimed}, for ever.\n` +
    `If you are sure: npm run keys -- retire ${keyVersion} --yes\n`
  );
}

const titles = ['version', 'state', 'made', 'days', 'batches', 'codes', 'unclaimed ≤'];

const states: Record<KeyVersionFacts['state'], string> = {
  newBatches: 'new batches',
  live: 'live',
  waiting: 'waiting (30 s)',
  retired: 'retired',
};

function inDays(since: Date): string {
  return String(Math.floor((Date.now() - since.getTime()) / 86_400_000));
}

/** The first two columns are words, the others numbers that stand right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = titles.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) => {
      const cells = row.map((cell, column) =>
        column === 1 || column === 2
          ? cell.padEnd(widths[column]!)
          : cell.padStart(widths[column]!),
      );
      return `${cells.join('  ')}\n`;
    })
    .join('');
}
