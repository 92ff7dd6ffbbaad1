import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMemoryCredentialStore, createWechatClient } from '@mashang/wechat';
import { createSimulator } from '@mashang/wechat-simulator';
import type { Simulator } from '@mashang/wechat-simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runMarketCodes } from './run-market-codes.ts';

const appId = 'wx0123456789abcdef';
const appSecret = 'a-secret-of-the-simulator';
const packageKey = '0123456789abcdef0123456789ABCDEF';
let folder: string;
let simulator: Simulator;
let apiUrl: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'market-codes-'));
  simulator = await createSimulator({
    ...{ appId, appSecret, token: 'token', originalId: 'gh_0123456789ab', port: 0 },
    encodingAesKey: 'A'.repeat(43),
    callbackUrl: 'http://127.0.0.1:1/wechat/callback',
    ...{ marketCodeSeconds: 0, marketCodeRangeMax: 4_000 },
    ...{ marketCodeKey: packageKey, marketCodePrefixBytes: 16 },
  });
  apiUrl = await simulator.listen();
  writeFileSync(path.join(folder, 'key'), `${packageKey}\n`, { mode: 0o600 });
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What it said, or the name of the error and what that says. */
async function run(words: string, hasAccount = true) {
  let said = '';
  const client = createWechatClient({
    ...{ appId, appSecret, apiUrl, backoffMs: 1 },
    credentialStore: createMemoryCredentialStore(),
  });
  const code = await runMarketCodes(words.replaceAll('@', `${folder}/`).split(' '), {
    findClient: () => Promise.resolve(hasAccount ? client : undefined),
    say: (text) => void (said += text),
    note: (text) => void (said += text),
  }).catch((error: Error) => {
    said += error.message;
    return error.name;
  });
  return { code, said };
}

async function anApplication(order: string): Promise<string> {
  const { said } = await run(`apply --count 10000 --order ${order}`);
  return /application (\d+)/.exec(said)?.[1] ?? '';
}

describe('S3: WeChat’s own codes as a file to import', () => {
  test('are ordered once, downloaded whole, activated and looked up', async () => {
    const application = await anApplication('summer');
    expect(await anApplication('summer')).toBe(application);
    const status = await run(`status --order summer`);
    expect(status).toMatchObject({ code: 0 });
    expect(status.said).toMatch(/FINISH[^]*0–3999\n {2}4000–7999\n {2}8000–9999\n$/);

    const from = `--application ${application} --key-file @key`;
    const { code, said } = await run(`download ${from} --out @codes.csv`);
    expect(said).toContain('10000 codes');
    expect(code).toBe(0);
    const file = path.join(folder, 'codes.csv');
    const [heading, ...codes] = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(heading).toBe('code');
    expect(codes).toHaveLength(10_000);
    expect(new Set(codes).size).toBe(10_000);
    expect(codes.every((text) => /^[!-~]{28}$/.test(text))).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['codes.csv', 'key']);

    const part = await run(`download ${from} --out @part.csv --from 4000 --to 9999`);
    expect(part.code).toBe(0);
    expect(readFileSync(path.join(folder, 'part.csv'), 'utf8')).toBe(
      ['code', ...codes.slice(4000), ''].join('\n'),
    );

    const words = '--activity summer --brand B --product P --barcode 6900000000000';
    const page = '--mini-program wx1 --path pages/index --version trial';
    const range = `--application ${application} --from 0 --to 99`;
    expect(await run(`activate ${range} ${words} ${page}`)).toMatchObject({ code: 0 });
    const found = await run(`status --application ${application} --index 99`);
    expect(found.said).toMatch(/productCode +6900000000000\n[^]*wxaType +trial\n/);
    expect((await run(`status --application ${application} --index 100`)).code).toBe('WechatError');
  });

  test('leave no file behind when anything goes wrong, and touch none that is there', async () => {
    const application = await anApplication('trouble');
    const from = `download --application ${application}`;
    writeFileSync(path.join(folder, 'wrong'), 'another key of 16', { mode: 0o600 });
    writeFileSync(path.join(folder, 'other'), 'fedcba9876543210', { mode: 0o600 });
    writeFileSync(path.join(folder, 'open'), packageKey, { mode: 0o644 });
    writeFileSync(path.join(folder, 'there.csv'), 'precious');
    const files = readdirSync(folder).sort();
    for (const [words, name, part] of [
      ['--key-file @wrong --out @new.csv', 'MarketCodesError', '16 or 32 bytes'],
      ['--key-file @key --key-form base64 --out @new.csv', 'MarketCodesError', '16 or 32'],
      ['--key-file @key --key-form rot13 --out @new.csv', 'MarketCodesError', 'base64'],
      ['--key-file @open --out @new.csv', 'MarketCodesError', 'chmod 600'],
      ['--key-file @absent --out @new.csv', 'MarketCodesError', 'no key'],
      ['--key-file @ --out @new.csv', 'MarketCodesError', 'no key'],
      ['--key-file @other --out @new.csv', 'MarketCodePackageError', 'key does not open'],
      ['--key-file @key --out @there.csv', 'MarketCodesError', 'there already'],
      ['--key-file @key --out @new.csv --from 1 --to 9999', 'MarketCodesError', 'portions'],
      ['--key-file @key --out @new.csv --from 0 --to 5000', 'MarketCodesError', 'portions'],
      ['--key-file @key --out @new.csv --from 0', 'MarketCodesError', '--to'],
    ] as const) {
      const { code, said } = await run(`${from} ${words}`);
      expect([words, code]).toEqual([words, name]);
      expect(said).toContain(part);
      expect(said).not.toContain(packageKey);
    }
    simulator.control.planFault({ path: '/intp/marketcode/applycodedownload', errcode: 48001 });
    const { code, said } = await run(`${from} --key-file @key --out @new.csv`);
    expect(code).toBe('WechatError');
    expect(said).toContain('服务号');
    expect(readdirSync(folder).sort()).toEqual(files);
    expect(readFileSync(path.join(folder, 'there.csv'), 'utf8')).toBe('precious');
  });

  test('that are not made yet are not downloaded', async () => {
    const slow = await createSimulator({
      ...{ appId, appSecret, token: 'token', originalId: 'gh_0123456789ab', port: 0 },
      encodingAesKey: 'A'.repeat(43),
      callbackUrl: 'http://127.0.0.1:1/wechat/callback',
      marketCodeSeconds: 3600,
    });
    const fastUrl = apiUrl;
    apiUrl = await slow.listen();
    try {
      const application = await anApplication('slow');
      expect(await run('status --order slow')).toMatchObject({ code: 1 });
      const words = `--application ${application} --key-file @key --out @new.csv`;
      const { code, said } = await run(`download ${words}`);
      expect(code).toBe('MarketCodesError');
      expect(said).toContain('INIT');
    } finally {
      apiUrl = fastUrl;
      await slow.close();
    }
  });
});

describe('what is no command of ours', () => {
  let before: number;
  beforeEach(() => {
    before = readdirSync(folder).length;
  });

  test.each([
    ...['', 'aply', 'constructor', 'apply', 'apply --count 10000', 'apply --count x --order o'],
    ...[
      'apply --count 15000 --order o',
      'apply --count 10000 --order o --yes',
      'status',
      'status o',
    ],
    ...['download --application 1 --out @x', 'ticket --openid o', 'status --application 1x'],
    'activate --application 1 --from 0 --to 9 --activity a',
  ])('says so: %s', async (words) => {
    expect(await run(words)).toMatchObject({ code: 'MarketCodesError' });
    expect(readdirSync(folder)).toHaveLength(before);
  });

  test('and without an account nothing can be asked', async () => {
    const { code, said } = await run('status --order summer', false);
    expect(code).toBe('MarketCodesError');
    expect(said).toContain('WECHAT_');
  });
});
