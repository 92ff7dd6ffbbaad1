import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir } from './project.mjs';

/** The simulated Official Account: generated once, known to the simulator and the server only. */
export function simulatorAccount() {
  const file = join(dataDir, 'simulator-account.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const account = {
    WECHAT_APP_ID: `wx${randomBytes(8).toString('hex')}`,
    WECHAT_APP_SECRET: randomBytes(16).toString('hex'),
    WECHAT_TOKEN: randomBytes(16).toString('hex'),
    WECHAT_ENCODING_AES_KEY: encodingAesKey(),
    WECHAT_ORIGINAL_ID: `gh_${randomBytes(6).toString('hex')}`,
  };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600, flush: true });
  return account;
}

/** 43 letters and digits that are the base64 of 32 bytes, as the platform's settings page has it. */
function encodingAesKey() {
  for (;;) {
    const text = randomBytes(32).toString('base64').slice(0, 43);
    if (/^[A-Za-z0-9]+$/.test(text)) return text;
  }
}
