import { hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const keyBytes = 32;

/** The master key is absent, short or garbled; the message names the remedy. */
export class MasterKeyError extends Error {
  override name = 'MasterKeyError';
}

/**
 * The key everything secret derives from: `MASTER_KEY` (base64 of 32 bytes), otherwise
 * `<dataDir>/master.key`. Null when there is neither. Losing it loses every unclaimed code and every
 * encrypted mobile number; it belongs into a backup apart from the database's.
 *
 * @throws MasterKeyError
 */
export function findMasterKey(options: {
  dataDir: string;
  env: { MASTER_KEY?: string | undefined };
}): Buffer | null {
  const given = options.env.MASTER_KEY;
  if (given !== undefined && given !== '') return decode(given, 'MASTER_KEY');
  const file = masterKeyFile(options.dataDir);
  const text = readKeyFile(file);
  return text === null ? null : decode(text, file);
}

/** Makes the key of a new installation; of two processes that do, both get the first one's. */
export function createMasterKey(dataDir: string): Buffer {
  const file = masterKeyFile(dataDir);
  return decode(createKeyFile(dataDir, file), file);
}

export function masterKeyFile(dataDir: string): string {
  return join(dataDir, 'master.key');
}

/**
 * A key for one purpose only (`codes`, `sessions` …) by HKDF-SHA-256, RFC 5869.
 *
 * @param context tells apart several keys of one purpose, e.g. a batch
 */
export function deriveKey(master: Buffer, purpose: string, context = ''): Buffer {
  // The length in front keeps ('a', 'bc') and ('ab', 'c') apart.
  const info = `mashang/v1/${purpose.length}:${purpose}/${context}`;
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), info, keyBytes));
}

function decode(text: string, source: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === keyBytes && key.toString('base64') === text.trim()) return key;
  throw new MasterKeyError(
    `${source} 不是有效的主密钥（应为 32 字节的 base64）。请从备份恢复原来的密钥；换用新密钥会使所有未领取的码失效。` +
      ` ${source} is no master key (base64 of 32 bytes): restore the original from a backup; with another key every unclaimed code is lost.` +
      ' A new installation makes one with: openssl rand -base64 32',
  );
}

function readKeyFile(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8');
    refuseOpenFile(file);
    return text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function refuseOpenFile(file: string): void {
  if (process.platform === 'win32' || (statSync(file).mode & 0o077) === 0) return;
  throw new MasterKeyError(
    `主密钥 ${file} 可被其他用户读取，请执行 chmod 600。` +
      ` Others can read the master key ${file}: run chmod 600 ${file}`,
  );
}

/** Written whole and to the disk before it gets its name, and never over an existing key. */
function createKeyFile(dataDir: string, file: string): string {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}.new`;
  const text = `${randomBytes(keyBytes).toString('base64')}\n`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
    return text;
  } catch (error) {
    // Another process was first: its key is the key.
    const existing = readKeyFile(file);
    if (existing === null) throw error;
    return existing;
  } finally {
    rmSync(draft, { force: true });
  }
}
