import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../test/harness-database.ts';
import type { TestDatabase } from '../../test/harness-database.ts';
import {
  createBatch,
  createCodeBook,
  keepCodeBookFresh,
  loadKeyVersions,
  readScannedTexts,
  refreshCodeBook,
  refuseNewMasterKey,
  resolveCodes,
} from '../modules/codes/index.ts';
import { readGtin } from '../modules/products/index.ts';
import { runKeys } from './run-keys.ts';

let database: TestDatabase;
const masterKey = randomBytes(32);
const ownHosts = ['https://points.example.cn'];

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

async function keys(words: string, key: Buffer = masterKey) {
  let said = '';
  const say = (text: string) => void (said += text);
  const run = runKeys(words.split(' '), { db: database.db, readMasterKey: () => key, say });
  const code = await run.catch((error: Error) => {
    said += error.message;
    return error.name;
  });
  return { code, said };
}
async function expectKeys(words: string, code: number | string, part: string, key?: Buffer) {
  const reply = await keys(words, key);
  expect(reply.code).toBe(code);
  expect(reply.said).toContain(part);
}
const age = (keyVersion: number, seconds: number) =>
  database.db
    .updateTable('keyVersion')
    .set({ createdAt: new Date(Date.now() - seconds * 1000) })
    .where('keyVersion', '=', keyVersion)
    .execute();

test('B1: keys are rotated while the server runs; old codes pay until their version is retired', async () => {
  const { db } = database;
  await expectKeys('list', 0, 'No key yet');
  const keyVersions = await loadKeyVersions(db, masterKey);
  const codeBook = createCodeBook({ masterKey, keyVersions, ownHosts });
  const product = { name: '酱油', pointsPerCode: 10, createdAt: new Date() };
  const { productId } = await db
    .insertInto('product')
    .values(product)
    .returning('productId')
    .executeTakeFirstOrThrow();
  const order = () => {
    const batch = { productId, quantity: 100, now: new Date() };
    return db.transaction().execute((tx) => createBatch(tx, { codeBook, readGtin }, batch));
  };
  const exists = async (text: string) =>
    (await resolveCodes(db, readScannedTexts(codeBook, [{ text }]), new Date()))[0] !== null;
  const old = await order();
  const oldCode = codeBook.cipher(1, 16).encode(old, 7);

  await expectKeys('add', 0, 'Version 2');
  await refreshCodeBook({ db, masterKey, codeBook });
  // Read at once, made only when everybody can read it.
  expect(codeBook.ciphers(16).map(({ keyVersion }) => keyVersion)).toEqual([2, 1]);
  expect(codeBook.newestKeyVersion).toBe(1);
  expect((await keys('list')).said).toMatch(/2 {2}waiting[\s\S]*1 {2}new batches .* 1 {2} +100 /);
  await age(2, 31);
  await refreshCodeBook({ db, masterKey, codeBook });
  const young = await order();
  const youngCode = codeBook.cipher(2, 16).encode(young, 7);
  expect(await exists(youngCode)).toBe(true);
  expect(await exists(oldCode)).toBe(true);

  expect(await keys('retire 1 --yes')).toMatchObject({ code: 'KeyRotationError' });
  await age(2, 61);
  expect(await keys('retire 2 --yes')).toMatchObject({ code: 'KeyRotationError' });
  await expectKeys('retire 1', 1, 'up to 100');
  expect(await exists(oldCode)).toBe(true);
  expect(await keys('retire 1 --yes')).toMatchObject({ code: 0 });
  const stop = keepCodeBookFresh({ db, masterKey, codeBook, onError: () => {} });
  await expect.poll(() => exists(oldCode)).toBe(false);
  stop();
  expect(() => codeBook.cipher(1, 16)).toThrow('不能再印刷');
  expect(await exists(youngCode)).toBe(true);
  expect(await keys('retire 1 --yes')).toMatchObject({ code: 'KeyRotationError' });
  expect(await loadKeyVersions(db, masterKey)).toEqual([2]);
});

test('B1: at most three versions are live, however many add one at once', async () => {
  const replies = await Promise.all(Array.from({ length: 20 }, () => keys('add')));
  expect(replies.filter(({ code }) => code === 0)).toHaveLength(2);
  expect(replies.filter(({ code }) => code === 'KeyRotationError')).toHaveLength(18);
  expect(await loadKeyVersions(database.db, masterKey)).toEqual([4, 3, 2]);
});

test('B1: a strange master key is told with its remedy, adds nothing and gets into no book', async () => {
  const strange = randomBytes(32);
  for (const verb of ['check', 'add']) {
    await expectKeys(verb, 'KeyMismatchError', 'MASTER_KEY', strange);
  }
  expect(await keys('check')).toMatchObject({ code: 0 });
  const { db } = database;
  const codeBook = createCodeBook({ masterKey: strange, keyVersions: [9], ownHosts });
  const refresh = refreshCodeBook({ db, masterKey: strange, codeBook });
  await expect(refresh).rejects.toThrow('restore the original');
  expect(codeBook.newestKeyVersion).toBe(9);
  await expect(refuseNewMasterKey(db, 'data/master.key')).rejects.toThrow(
    'data/master.key is missing',
  );
});

test('what is no command of ours says so', async () => {
  for (const words of ['', 'lst', 'retire', 'retire x', 'retire 1 --no', 'add 3', 'check it']) {
    expect(await keys(words), words).toMatchObject({ code: 1 });
  }
});
