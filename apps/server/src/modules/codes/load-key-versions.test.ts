import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { createCodeBook } from './code-book.ts';
import { batchOfCodeId, codeIdOf, serialMax, serialOfCodeId } from './code-id.ts';
import { KeyMismatchError, loadKeyVersions } from './load-key-versions.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const masterKey = randomBytes(32);

test('B1: an empty database gets key version 1 once, however many processes start on it', async () => {
  const starts = Array.from({ length: 10 }, () => loadKeyVersions(database.db, masterKey));
  for (const versions of await Promise.all(starts)) expect(versions).toEqual([1]);
});

test('B1: a wrong master key stops the start and the message names the remedy', async () => {
  const start = loadKeyVersions(database.db, randomBytes(32));
  await expect(start).rejects.toThrow(KeyMismatchError);
  await expect(loadKeyVersions(database.db, randomBytes(32))).rejects.toThrow('MASTER_KEY');
});

test('B1: a code book without versions, or with more than a scan may try, is refused', () => {
  const make = (keyVersions: number[]) =>
    createCodeBook({ masterKey, keyVersions, ownHosts: ['a.cn'] });
  expect(() => make([])).toThrow(RangeError);
  expect(() => make([1, 2, 3, 4])).toThrow(RangeError);
  expect(() => make([1]).cipher(2, 16)).toThrow('密钥版本已停用');
  expect(make([1, 3, 2]).newestKeyVersion).toBe(3);
});

test('S18: a deployment of another id reads nothing of this one', () => {
  const book = (deploymentId: string) =>
    createCodeBook({ masterKey, deploymentId, keyVersions: [1], ownHosts: ['a.cn'] });
  const code = book('a').cipher(1, 16).encode(1, 1);
  expect(book('a').cipher(1, 16).decode(code)).toEqual({ batch: 1, serial: 1 });
  expect(book('b').cipher(1, 16).decode(code)).toBeNull();
});

test('S5: batch and serial up to their limits are one number and come back', () => {
  const id = codeIdOf(2 ** 24 - 1, serialMax);
  expect([batchOfCodeId(id), serialOfCodeId(id)]).toEqual([2 ** 24 - 1, serialMax]);
  expect(id).toBeLessThan(2n ** 63n);
  expect(codeIdOf(1, 0) - codeIdOf(0, serialMax)).toBe(1n);
});
