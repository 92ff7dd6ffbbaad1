import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMasterKey, deriveKey, findMasterKey } from './master-key.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'master-key-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const key = Buffer.alloc(32, 7);

test('MASTER_KEY is used when given, and no file is made', () => {
  expect(findMasterKey({ dataDir, env: { MASTER_KEY: key.toString('base64') } })).toEqual(key);
  expect(statSync(join(dataDir, 'master.key'), { throwIfNoEntry: false })).toBeUndefined();
});

test('without it there is none until one is made, once, readable by its owner only', () => {
  expect(findMasterKey({ dataDir, env: {} })).toBeNull();
  const made = createMasterKey(dataDir);
  expect(made).toHaveLength(32);
  expect(statSync(join(dataDir, 'master.key')).mode & 0o777).toBe(0o600);
  expect(findMasterKey({ dataDir, env: {} })).toEqual(made);
  expect(createMasterKey(dataDir)).toEqual(made);
});

test('a short or garbled key is refused with the remedy, never replaced', () => {
  for (const wrong of ['', 'c2hvcnQ=', 'x'.repeat(44), key.toString('hex')]) {
    writeFileSync(join(dataDir, 'master.key'), wrong, { mode: 0o600 });
    expect(() => findMasterKey({ dataDir, env: {} })).toThrow(/restore the original/);
  }
  expect(() => findMasterKey({ dataDir, env: { MASTER_KEY: 'short' } })).toThrow('MASTER_KEY');
});

test('a key file that others can read is refused', () => {
  createMasterKey(dataDir);
  chmodSync(join(dataDir, 'master.key'), 0o644);
  expect(() => findMasterKey({ dataDir, env: {} })).toThrow('chmod 600');
});

test('keys of different purposes and contexts have nothing in common', () => {
  const keys = [
    deriveKey(key, 'codes'),
    deriveKey(key, 'codes', '1'),
    deriveKey(key, 'codes/1'),
    deriveKey(key, 'sessions'),
    deriveKey(Buffer.alloc(32, 8), 'codes'),
  ].map((derived) => derived.toString('hex'));
  expect(new Set(keys).size).toBe(5);
  expect(keys.every((derived) => derived.length === 64)).toBe(true);
});

test('a derived key never changes: codes already printed depend on it', () => {
  expect(deriveKey(key, 'codes', '1').toString('hex')).toMatchInlineSnapshot(
    `"919dbd4615d467f138b20f5ab3e97a3aee992f444a934e1ea18faf380eb3969e"`,
  );
});
